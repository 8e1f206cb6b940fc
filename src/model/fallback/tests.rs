use super::*;
use crate::model::catalog::Catalog;
use crate::model::{FinishReason, ModelMessage, Purpose};
use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

type Answer = Vec<Result<ModelEvent, ModelError>>;

/// A model that gives these answers in order, then repeats the last one.
struct Scripted {
    name: &'static str,
    answers: Mutex<VecDeque<Answer>>,
    budget: Budget,
}

impl Model for Scripted {
    fn name(&self) -> &str {
        self.name
    }

    fn budget(&self) -> Budget {
        self.budget
    }

    fn metered(&self) -> bool {
        self.name != "free"
    }

    fn stream(&self, prompt: Prompt) -> ModelStream {
        let mut answers = self.answers.lock().unwrap_or_else(PoisonError::into_inner);
        let answer = if answers.len() > 1 { answers.pop_front() } else { answers.front().cloned() };
        // An empty answer stands for one that says how many messages the history has.
        match answer.unwrap_or_default() {
            answer if answer.is_empty() => {
                stream::iter([text(&prompt.history.len().to_string()), end()]).boxed()
            }
            answer => stream::iter(answer).boxed(),
        }
    }
}

fn scripted(name: &'static str, answers: impl IntoIterator<Item = Answer>) -> Arc<dyn Model> {
    let answers = Mutex::new(answers.into_iter().collect());
    Arc::new(Scripted { name, answers, budget: Budget::default() })
}

fn text(text: &str) -> Result<ModelEvent, ModelError> {
    Ok(ModelEvent::Text(text.to_owned()))
}

fn end() -> Result<ModelEvent, ModelError> {
    Ok(ModelEvent::Finish(FinishReason::Stop))
}

fn lost() -> Result<ModelEvent, ModelError> {
    Err(ModelError::Connection("refused".into()))
}

fn good() -> Answer {
    vec![text("hi"), end()]
}

fn prompt(history: Vec<ModelMessage>) -> Prompt {
    Prompt {
        purpose: Purpose::Reply,
        system: "12345678".into(),
        history,
        tools: Arc::default(),
        now: jiff::ZonedDateTime::default(),
    }
}

async fn ask(models: &Catalog) -> (String, Answer) {
    let events: Answer = models.choose(None).stream(prompt(Vec::new())).collect().await;
    match events.split_first() {
        Some((Ok(ModelEvent::Answering { model, .. }), rest)) => (model.clone(), rest.to_vec()),
        _ => (String::new(), events),
    }
}

async fn first(scripts: Vec<Answer>) -> (String, Answer) {
    let names = ["a", "b", "c"];
    ask(&Catalog::new(names.into_iter().zip(scripts).map(|(name, script)| scripted(name, [script])))).await
}

#[tokio::test]
async fn a_model_that_says_nothing_is_replaced_and_one_that_spoke_is_not() {
    assert_eq!(first(vec![vec![lost()], vec![lost()], good()]).await, ("c".into(), good()));
    assert_eq!(first(vec![good(), vec![lost()]]).await, ("a".into(), good()));
    let half = vec![text("half"), lost()];
    assert_eq!(first(vec![half.clone(), good()]).await, ("a".into(), half));
    assert_eq!(first(vec![vec![lost()], vec![lost()]]).await, (String::new(), vec![lost()]));
}

#[tokio::test]
async fn a_model_that_only_thought_is_replaced() {
    let thought = || Ok(ModelEvent::Thought("hm".into()));
    let answering = |model: &str| Ok(ModelEvent::Answering { model: model.into(), input: Some(4) });
    let asked = |answers: Vec<Answer>| async move { first(answers).await };
    let (model, events) = asked(vec![vec![thought(), lost()], good()]).await;
    let next = vec![thought(), answering("b"), text("hi"), end()];
    assert_eq!((model.as_str(), events), ("a", next));
    // What looked like the answer was a thought.
    let rethought = vec![text("hm"), Ok(ModelEvent::Rethought), lost()];
    let (_, events) = asked(vec![rethought.clone(), good()]).await;
    assert_eq!(events[3..], [text("hi"), end()]);
    let (_, events) = asked(vec![[rethought, vec![]].concat(), vec![thought(), lost()]]).await;
    assert_eq!(events[2..], [answering("b"), thought(), lost()]);
    // After a call or a word it is too late.
    let spoke = vec![thought(), text("half"), lost()];
    assert_eq!(asked(vec![spoke.clone(), good()]).await, ("a".into(), spoke));
}

#[tokio::test]
async fn what_is_told_is_estimated_where_it_costs_something() {
    for (name, expected) in [("paid", Some(7)), ("free", None)] {
        let models = Catalog::new([scripted(name, [good()])]);
        let history = vec![ModelMessage::User("1234".into())];
        let first = models.choose(None).stream(prompt(history)).next().await;
        let told = match first {
            Some(Ok(ModelEvent::Answering { input, .. })) => input,
            other => unreachable!("{other:?}"),
        };
        // The system prompt has 8 bytes, the message 4, and each is counted with 8 more: 28 bytes.
        assert_eq!(told, expected);
    }
}

#[tokio::test]
async fn each_model_is_told_what_it_can_take() {
    let listing =
        |name, budget| Arc::new(Scripted { name, answers: Mutex::default(), budget }) as Arc<dyn Model>;
    let history: Vec<_> = (0..30).map(|number| ModelMessage::User(number.to_string().into())).collect();
    for (model, told) in
        [(listing("few", Budget::default()), "20"), (listing("all", Budget::of("o3", None)), "30")]
    {
        let models = Catalog::new([scripted("broken", [vec![lost()]]), model]);
        let answer: Answer = models.choose(None).stream(prompt(history.clone())).skip(1).collect().await;
        assert_eq!(answer, [text(told), end()]);
    }
}

#[tokio::test(start_paused = true)]
async fn a_provider_whose_breaker_is_open_is_skipped() {
    // It fails five times and would then answer. An answer that breaks off is a failure too.
    let broken = [vec![lost()], vec![text("ha"), lost()], vec![lost()], vec![lost()], vec![lost()], good()];
    let models = Catalog::new([scripted("a", broken), scripted("b", [good()])]);
    for expected in ["b", "a", "b", "b", "b", "b", "b"] {
        assert_eq!(ask(&models).await.0, expected);
    }
    tokio::time::advance(Duration::from_secs(30)).await;
    for _ in 0..2 {
        assert_eq!(ask(&models).await, ("a".into(), good()));
    }
}

#[tokio::test(start_paused = true)]
async fn when_all_breakers_are_open_the_one_that_opened_first_is_forced() {
    let broken =
        |name| scripted(name, [vec![lost()], vec![lost()], vec![lost()], vec![lost()], vec![lost()], good()]);
    let models = Catalog::new([broken("a"), broken("b")]);
    for _ in 0..5 {
        assert_eq!(ask(&models).await, (String::new(), vec![lost()]));
        tokio::time::advance(Duration::from_secs(1)).await;
    }
    assert_eq!(ask(&models).await, ("a".into(), good()));
}
