use super::people::person;
use super::*;
use docket::chat::server::Chat;
use docket::chat::{ChangeState, Part, ToolCall};
use docket::id::{ConversationId, MessageId, UserId};
use docket::model::offline::Offline;
use docket::model::{FinishReason, Model, ModelEvent, ModelMessage, ModelStream, Prompt};
use docket::tasks::server::{Actor, Call, Caller, Edit, EditOutcome, Patch, TaskError, Tasks};
use docket::tasks::{Status, Task};
use futures::stream::{self, StreamExt};
use std::slice::from_ref;
use std::sync::{Arc, Mutex};

/// A reply of the assistant. The tests make its calls.
struct Reply {
    tasks: Tasks,
    user: UserId,
    conversation: ConversationId,
    message: MessageId,
}

impl Reply {
    /// A reply in a new conversation.
    async fn new(db: &Db, user: &UserId) -> Self {
        Self::in_conversation(db, user, None).await
    }

    /// The next reply in the same conversation.
    async fn next(&self, db: &Db) -> Self {
        Self::in_conversation(db, &self.user, Some(self.conversation)).await
    }

    async fn in_conversation(db: &Db, user: &UserId, conversation: Option<ConversationId>) -> Self {
        let chat = Chat::new(
            db.clone(),
            Tasks::new(db.clone(), Clock::system()),
            Arc::new(Offline),
            Clock::system(),
        );
        let client_id = Random::system().alphanumeric(16);
        let conversation = chat.send(user, conversation, "hello", &client_id).await.unwrap().wait().await;
        let message = chat.messages(user, conversation, None).await.unwrap().messages.last().unwrap().id;
        Self { tasks: Tasks::new(db.clone(), Clock::system()), user: user.clone(), conversation, message }
    }

    fn caller<'a>(&'a self, id: &'a str) -> Caller<'a> {
        let call = Call { conversation: self.conversation, message: self.message, id };
        Caller { user: &self.user, actor: Actor::Assistant(call) }
    }

    async fn make(&self, id: &str, edit: Edit<'_>) -> EditOutcome {
        self.tasks.change(self.caller(id), edit).await.unwrap()
    }

    async fn undo(&self, id: &str) -> Result<(), TaskError> {
        self.tasks.undo(&self.user, self.message, id).await.map(drop)
    }

    /// Lets a call undo the last changes. Returns their titles, and how many could not be undone.
    async fn undo_last(&self, id: &str) -> Result<(Vec<String>, usize), TaskError> {
        let undone = self.tasks.undo_last(self.caller(id)).await?;
        let titles = undone.changes.iter().map(|change| change.task().unwrap().title.clone()).collect();
        Ok((titles, undone.refused.len()))
    }

    async fn list(&self) -> Vec<Task> {
        self.tasks.list(&self.user, Status::All).await.unwrap()
    }
}

async fn execute(db: &Db, sql: &'static str) {
    match db {
        Db::Sqlite { writer, .. } => drop(sqlx::query(sql).execute(writer).await.unwrap()),
        Db::Postgres { pool, .. } => {
            sqlx::query(sql).execute(&mut pool.connect().await.unwrap()).await.map(drop).unwrap()
        }
    }
}

async fn count(db: &Db, sql: &'static str) -> i64 {
    match db {
        Db::Sqlite { writer, .. } => sqlx::query_scalar(sql).fetch_one(writer).await.unwrap(),
        Db::Postgres { pool, .. } => {
            sqlx::query_scalar(sql).fetch_one(&mut pool.connect().await.unwrap()).await.unwrap()
        }
    }
}

/// Answers "ok" to everything, and remembers its prompts.
#[derive(Default)]
struct Listener(Mutex<Vec<Prompt>>);

impl Model for Listener {
    fn name(&self) -> &str {
        "listener"
    }

    fn stream(&self, prompt: Prompt) -> ModelStream {
        self.0.lock().unwrap().push(prompt);
        stream::iter([Ok(ModelEvent::Text("ok".into())), Ok(ModelEvent::Finish(FinishReason::Stop))]).boxed()
    }
}

/// The calls shown on a page of a conversation.
async fn shown(chat: &Chat, user: &UserId, conversation: ConversationId) -> Vec<ToolCall> {
    let page = chat.messages(user, conversation, None).await.unwrap();
    let parts = page.messages.into_iter().flat_map(|message| message.parts);
    parts.filter_map(|part| if let Part::Tool { call } = part { Some(call) } else { None }).collect()
}

on_both! {
    async fn each_kind_of_change_can_be_undone(db: Db) {
        let reply = Reply::new(&db, &person(&db, "ann").await).await;
        let made = reply.make("a", Edit::add(" Buy milk ", Some("2 l")).unwrap()).await;
        assert!(made.recorded && made.task.title == "Buy milk");
        reply.undo("a").await.unwrap();
        assert_eq!(reply.list().await, []);

        let task = reply.tasks.add(&reply.user, "Pay rent", Some("by card")).await.unwrap();
        let done = reply.make("b", Edit::complete(task.id, true)).await;
        assert!(done.recorded && done.task.completed);
        reply.undo("b").await.unwrap();
        assert_eq!(reply.list().await, from_ref(&task), "its times too");

        assert_eq!(reply.make("c", Edit::update(task.id, Some("Rent"), Some("")).unwrap()).await.task.description, None);
        reply.undo("c").await.unwrap();
        assert_eq!(reply.list().await, from_ref(&task));

        let closed = reply.tasks.complete(&reply.user, task.id, true).await.unwrap();
        let open = Patch { completed: Some(false), ..Patch::default() };
        let reopened = reply.make("r", Edit::change(task.id, open).unwrap()).await;
        assert!(reopened.recorded && !reopened.task.completed);
        assert!(reply.make("r", Edit::change(task.id, open).unwrap()).await.recorded, "the same call again");
        reply.undo("r").await.unwrap();
        assert_eq!(reply.list().await, from_ref(&closed), "done again");
        let task = reply.tasks.complete(&reply.user, task.id, false).await.unwrap();

        let other = reply.tasks.add(&reply.user, "Another", None).await.unwrap();
        assert_eq!(reply.make("d", Edit::delete(task.id)).await.task, task, "as it was");
        assert_eq!(reply.list().await, from_ref(&other));
        reply.undo("d").await.unwrap();
        assert_eq!(reply.list().await, [other, task], "with the same number");
    }

    async fn what_changed_since_stays_and_nothing_is_undone_twice(db: Db) {
        let reply = Reply::new(&db, &person(&db, "ann").await).await;
        let id = reply.make("add", Edit::add("Buy milk", None).unwrap()).await.task.id;
        reply.tasks.update(&reply.user, id, None, Some("oat")).await.unwrap();
        assert!(matches!(reply.undo("add").await, Err(TaskError::Changed(task)) if task == id));
        assert_eq!(reply.list().await[0].description.as_deref(), Some("oat"));
        reply.tasks.update(&reply.user, id, None, Some("")).await.unwrap();

        reply.make("tick", Edit::complete(id, true)).await;
        assert!(matches!(reply.undo("add").await, Err(TaskError::Changed(_))), "by the assistant itself");
        reply.undo("tick").await.unwrap();
        assert!(matches!(reply.undo("tick").await, Err(TaskError::UndoneAlready)));

        reply.make("rename", Edit::update(id, Some("Buy rice"), None).unwrap()).await;
        reply.tasks.delete(&reply.user, id).await.unwrap();
        assert!(matches!(reply.undo("rename").await, Err(TaskError::Gone(_))));
        assert_eq!(reply.list().await, []);
    }

    async fn what_changes_nothing_is_not_recorded(db: Db) {
        let reply = Reply::new(&db, &person(&db, "ann").await).await;
        let task = reply.tasks.add(&reply.user, "Buy milk", None).await.unwrap();
        reply.tasks.complete(&reply.user, task.id, true).await.unwrap();
        assert!(!reply.make("a", Edit::complete(task.id, true)).await.recorded);
        assert!(!reply.make("b", Edit::update(task.id, Some("Buy milk"), None).unwrap()).await.recorded);
        let caller = Caller { user: &reply.user, actor: Actor::Person };
        assert!(!reply.tasks.change(caller, Edit::delete(task.id)).await.unwrap().recorded, "not in a chat");
        let refused = reply.tasks.change(reply.caller("c"), Edit::delete(task.id)).await;
        assert!(matches!(refused, Err(TaskError::NotFound(_))));
        for call in ["a", "b", "c", "d"] {
            assert!(matches!(reply.undo(call).await, Err(TaskError::NothingToUndo)), "{call}");
        }
    }

    async fn a_call_that_is_run_again_does_nothing_more(db: Db) {
        let reply = Reply::new(&db, &person(&db, "ann").await).await;
        let add = Edit::add("Buy milk", None).unwrap();
        let (made, again) = (reply.make("a", add).await, reply.make("a", add).await);
        assert_eq!(made, again);
        assert_eq!(reply.list().await, from_ref(&made.task));
        let rename = Edit::update(made.task.id, Some("Buy rice"), None).unwrap();
        assert_eq!(reply.make("b", rename).await, reply.make("b", rename).await);
        let tick = Edit::complete(made.task.id, true);
        assert_eq!(reply.make("c", tick).await, reply.make("c", tick).await);
        let delete = Edit::delete(made.task.id);
        assert_eq!(reply.make("d", delete).await, reply.make("d", delete).await);
        assert_eq!(count(&db, "select count(*) from task_changes").await, 4);

        // The reply is begun again after its change was undone. The change is made again and can be undone again.
        reply.undo("d").await.unwrap();
        assert!(reply.make("d", delete).await.recorded);
        assert_eq!(reply.list().await, []);
        reply.undo("d").await.unwrap();

        // A call of another reply with the same id is another call. The first can still be undone.
        let next = reply.next(&db).await;
        next.make("a", Edit::add("One", None).unwrap()).await;
        next.make("a", Edit::add("Two", None).unwrap()).await;
        assert_eq!(next.list().await.len(), 3);
        let (titles, refused) = next.undo_last("e").await.unwrap();
        assert_eq!((titles, refused), (vec!["Two".to_owned(), "One".to_owned()], 0));
    }

    async fn two_at_once_do_it_once(db: Db) {
        let reply = Reply::new(&db, &person(&db, "ann").await).await;
        for round in 0..5 {
            let call = format!("call-{round}");
            let add = Edit::add("Buy milk", None).unwrap();
            let (one, two) = tokio::join!(reply.make(&call, add), reply.make(&call, add));
            assert_eq!(one, two);
            assert_eq!(reply.list().await.len(), 1);
            let (one, two) = tokio::join!(reply.undo(&call), reply.undo(&call));
            assert!(one.is_ok() != two.is_ok(), "{one:?} {two:?}");
            assert!(matches!(one.and(two), Err(TaskError::UndoneAlready)));
            assert_eq!(reply.list().await, []);
        }
    }

    async fn the_last_reply_that_changed_something_is_taken_back_as_a_whole(db: Db) {
        let ann = person(&db, "ann").await;
        let elsewhere = Reply::new(&db, &ann).await;
        elsewhere.make("x", Edit::add("Elsewhere", None).unwrap()).await;
        let first = Reply::new(&db, &ann).await;
        let milk = first.make("a", Edit::add("Milk", None).unwrap()).await.task;
        let second = first.next(&db).await;
        second.make("a", Edit::update(milk.id, Some("Oat milk"), None).unwrap()).await;
        second.make("b", Edit::complete(milk.id, true)).await;
        second.make("c", Edit::delete(milk.id)).await;
        let third = second.next(&db).await;
        let (titles, _) = third.undo_last("u").await.unwrap();
        assert_eq!(titles, ["Oat milk", "Oat milk", "Oat milk"]);
        assert_eq!(third.list().await[0], milk, "newest first, so that none is in the way of another");
        // The same call again gives the same result and undoes nothing more.
        assert_eq!(third.undo_last("u").await.unwrap().0.len(), 3);
        assert_eq!(third.list().await[0], milk);

        assert_eq!(third.undo_last("v").await.unwrap().0, ["Milk"]);
        assert!(matches!(third.undo_last("w").await, Err(TaskError::NothingToUndo)));
        assert_eq!(third.list().await.len(), 1, "another conversation is not touched");

        third.make("a", Edit::add("One", None).unwrap()).await;
        let two = third.make("b", Edit::add("Two", None).unwrap()).await.task;
        third.tasks.complete(&ann, two.id, true).await.unwrap();
        assert_eq!(third.undo_last("y").await.unwrap(), (vec!["One".to_owned()], 1), "what it can");
        assert!(matches!(third.undo_last("z").await, Err(TaskError::Changed(id)) if id == two.id));
    }

    async fn nobody_undoes_anothers_changes(db: Db) {
        let (ann, bob) = (person(&db, "ann").await, person(&db, "bob").await);
        let anns = Reply::new(&db, &ann).await;
        let task = anns.make("a", Edit::add("Ann's secret", None).unwrap()).await.task;
        let stolen = Reply { tasks: anns.tasks.clone(), user: bob.clone(), ..anns };
        for message in [anns.message, MessageId::new(999_999)] {
            let refused = stolen.tasks.undo(&bob, message, "a").await.unwrap_err();
            assert!(matches!(refused, TaskError::NothingToUndo), "{refused}");
        }
        assert!(matches!(stolen.undo_last("b").await, Err(TaskError::NothingToUndo)));
        // Nor does it record a change of his with her reply, no matter which call it names.
        for call in ["a", "c"] {
            let planted = stolen.tasks.change(stolen.caller(call), Edit::add("Planted", None).unwrap()).await;
            assert!(matches!(planted, Err(TaskError::Database(_))), "{planted:?}");
        }
        assert_eq!(stolen.list().await, []);
        assert_eq!(stolen.tasks.list(&ann, Status::All).await.unwrap(), [task]);
        stolen.tasks.undo(&ann, anns.message, "a").await.unwrap();
    }

    async fn a_page_says_what_was_undone(db: Db) {
        let ann = person(&db, "ann").await;
        let tasks = Tasks::new(db.clone(), Clock::system());
        let chat = Chat::new(db.clone(), tasks.clone(), Arc::new(Offline), Clock::system());
        let turn = chat.send(&ann, None, "add buy milk and show my tasks", "one").await.unwrap();
        let conversation = turn.wait().await;
        let states = async || -> Vec<_> {
            let calls = shown(&chat, &ann, conversation).await.into_iter();
            calls.map(|call| (call.name, call.result.unwrap().change)).collect()
        };
        let expect = |name: &str, change| (name.to_owned(), change);
        let before = [expect("add_task", Some(ChangeState::Done)), expect("list_tasks", None)];
        assert_eq!(states().await, before);
        let page = chat.messages(&ann, conversation, None).await.unwrap();
        let call = &shown(&chat, &ann, conversation).await[0].id;
        tasks.undo(&ann, page.messages[1].id, call).await.unwrap();
        let after = [expect("add_task", Some(ChangeState::Undone)), expect("list_tasks", None)];
        assert_eq!(states().await, after);

        chat.send(&ann, Some(conversation), "add pay rent", "two").await.unwrap().wait().await;
        chat.send(&ann, Some(conversation), "undo that", "three").await.unwrap().wait().await;
        assert_eq!(tasks.list(&ann, Status::All).await.unwrap(), []);
        assert_eq!(states().await[2..], [expect("add_task", Some(ChangeState::Undone)), expect("undo_last_change", None)]);
    }

    async fn a_call_whose_answer_was_never_stored_is_known_all_the_same(db: Db) {
        let ann = person(&db, "ann").await;
        let tasks = Tasks::new(db.clone(), Clock::system());
        let chat = Chat::new(db.clone(), tasks.clone(), Arc::new(Offline), Clock::system());
        let conversation = chat.send(&ann, None, "add buy milk", "one").await.unwrap().wait().await;
        let before = shown(&chat, &ann, conversation).await;
        // The state that a writer leaves if it dies right after the call.
        let unanswered = match &db {
            Db::Sqlite { .. } => {
                "update messages set tool_calls = json_set(tool_calls, '$[0].result', null) where role = 'assistant'"
            }
            Db::Postgres { .. } => {
                "update messages set tool_calls = jsonb_set(tool_calls, '{0,result}', 'null') where role = 'assistant'"
            }
        };
        execute(&db, unanswered).await;
        assert_eq!(shown(&chat, &ann, conversation).await, before);
        let listener = Arc::new(Listener::default());
        let chat = Chat::new(db.clone(), tasks, listener.clone(), Clock::system());
        chat.send(&ann, Some(conversation), "and?", "two").await.unwrap().wait().await;
        let prompts = listener.0.lock().unwrap();
        let answers = prompts[0].history.iter().filter_map(|entry| match entry {
            ModelMessage::ToolResult { content, .. } => Some(&content["status"]),
            _ => None,
        });
        assert_eq!(answers.collect::<Vec<_>>(), ["created"], "{prompts:?}");
    }

    async fn a_change_goes_with_its_conversation(db: Db) {
        let reply = Reply::new(&db, &person(&db, "ann").await).await;
        reply.make("a", Edit::add("Buy milk", None).unwrap()).await;
        execute(&db, "delete from conversations").await;
        assert_eq!(count(&db, "select count(*) from task_changes").await, 0);
        assert_eq!(reply.list().await.len(), 1, "the task stays");
    }
}
