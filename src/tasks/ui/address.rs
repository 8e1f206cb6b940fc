//! Which tasks an address shows.

use crate::id::TaskId;
use crate::tasks::View;
use crate::url;
use leptos_router::location::Url;

/// What an address shows of the tasks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Address {
    /// A view.
    View(View),
    /// One task.
    Task(TaskId),
    /// The page that makes tasks of a file.
    Import,
    /// The panel beside the chat, which has a view of its own.
    Panel,
    /// There is no such page of tasks.
    Nowhere,
    /// Nothing: it is another page.
    Elsewhere,
}

impl Address {
    /// What a path shows, with the words that its query searches for.
    pub fn of(path: &str, words: Option<String>) -> Self {
        let mut parts = path.trim_matches('/').split('/');
        match parts.next() {
            Some("chat") => return Self::Panel,
            Some("tasks") => {}
            _ => return Self::Elsewhere,
        }
        let name = |name: &str| Url::unescape(name);
        Self::View(match (parts.next(), parts.next()) {
            (None, _) => match words.filter(|words| !words.trim().is_empty()) {
                Some(words) => View::Search(words),
                None => View::All,
            },
            (Some("today"), None) => View::Today,
            (Some("upcoming"), None) => View::Upcoming,
            (Some("done"), None) => View::Done,
            (Some("import"), None) => return Self::Import,
            (Some("list"), Some(list)) => View::List(name(list)),
            (Some("tag"), Some(tag)) => View::Tag(name(tag)),
            (Some(number), None) => match number.parse() {
                Ok(id) => return Self::Task(id),
                Err(_) => return Self::Nowhere,
            },
            _ => return Self::Nowhere,
        })
    }
}

/// The address of a view.
pub fn path(view: &View) -> String {
    match view {
        View::Today => url::TASKS_TODAY.to_owned(),
        View::Upcoming => url::TASKS_UPCOMING.to_owned(),
        View::All => url::TASKS.to_owned(),
        View::Done => url::TASKS_DONE.to_owned(),
        View::List(list) => url::task_list(list),
        View::Tag(tag) => url::tag(tag),
        View::Search(words) => url::search_tasks(words),
    }
}

/// The heading of a view.
pub fn heading(view: &View) -> String {
    match view {
        View::Today => "Today".to_owned(),
        View::Upcoming => "Upcoming".to_owned(),
        View::All => "Tasks".to_owned(),
        View::Done => "Done".to_owned(),
        View::List(list) => ["#", list].concat(),
        View::Tag(tag) => ["@", tag].concat(),
        View::Search(words) => ["Tasks with “", words, "”"].concat(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_view_has_an_address() {
        let views = [View::Today, View::Upcoming, View::All, View::Done, View::List("Home".to_owned())];
        for view in views.into_iter().chain([View::Tag("phone".to_owned())]) {
            assert_eq!(Address::of(&path(&view), None), Address::View(view));
        }
        let words = View::Search("milk".to_owned());
        assert_eq!(path(&words), "/tasks?q=milk");
        assert_eq!(Address::of("/tasks", Some("milk".to_owned())), Address::View(words));
    }

    #[test]
    fn other_addresses_are_told_apart() {
        assert_eq!(Address::of("/tasks/12", None), Address::Task(TaskId::new(12)));
        assert_eq!(Address::of("/tasks/import", None), Address::Import);
        assert_eq!(Address::of("/chat/5", None), Address::Panel);
        assert_eq!(Address::of("/settings", None), Address::Elsewhere);
        for path in ["/tasks/nothing", "/tasks/today/x", "/tasks/list", "/tasks/list/a/b"] {
            let shown = Address::of(path, None);
            assert!(matches!(shown, Address::Nowhere | Address::View(View::List(_))), "{path}: {shown:?}");
        }
    }
}
