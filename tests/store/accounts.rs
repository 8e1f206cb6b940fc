use super::people::{PASSWORD, auth, new_account, sign_up};
use super::*;
use docket::auth::server::{ActiveSession, AuthError, Client};

async fn log_in(db: &Db, email: &str, password: &str) -> Result<ActiveSession, AuthError> {
    auth(db).log_in(email, password.into(), Client::default(), true).await
}

/// A client without an address.
static HOME: Client = Client { address: String::new(), agent: String::new(), device: None };

fn from(address: &str) -> Client {
    Client { address: address.into(), agent: "test".into(), device: None }
}

on_both! {
    async fn a_person_signs_up_logs_in_and_out(db: Db) {
        let auth = auth(&db);
        let account = new_account(" Ann ", "Ann@Example.com");
        let first = auth.sign_up(account, Client::default(), true).await.unwrap();
        assert_eq!((first.user.name.as_str(), first.user.email.as_str()), ("Ann", "ann@example.com"));
        let second = log_in(&db, "ANN@example.com ", PASSWORD).await.unwrap();
        assert_eq!(second.user, first.user);
        assert_ne!(second.id, first.id);
        let cookies = auth.session_cookies(&second);
        let found = auth.session_of_cookie(cookies[0].value()).await.unwrap().unwrap();
        assert_eq!((found.id.clone(), found.user.clone()), (second.id.clone(), second.user.clone()));

        auth.log_out(&found).await.unwrap();
        assert!(auth.session_of_cookie(cookies[0].value()).await.unwrap().is_none());
        let other = auth.session_cookies(&first);
        assert!(auth.session_of_cookie(other[0].value()).await.unwrap().is_some(), "only that session ended");
    }

    async fn an_email_makes_one_account(db: Db) {
        sign_up(&db, "ann").await;
        let auth = auth(&db);
        let sign_up = |name, email| auth.sign_up(new_account(name, email), Client::default(), true);
        let again = sign_up("Other", "ANN@example.com").await;
        assert!(matches!(again, Err(AuthError::EmailTaken)), "{again:?}");
        let (a, b) = tokio::join!(sign_up("Bob", "bob@example.com"), sign_up("Bob", "bob@example.com"));
        assert!(a.is_ok() != b.is_ok(), "two at once: {a:?} {b:?}");
    }

    async fn a_wrong_password_and_an_unknown_email_are_one_error(db: Db) {
        sign_up(&db, "ann").await;
        for (email, password) in
            [("ann@example.com", "wrong password"), ("bob@example.com", PASSWORD), ("ann@example.com", "short")]
        {
            let outcome = log_in(&db, email, password).await;
            assert!(matches!(outcome, Err(AuthError::InvalidCredentials)), "{email}: {outcome:?}");
        }
    }

    async fn wrong_passwords_are_limited_and_right_ones_are_not(db: Db) {
        sign_up(&db, "ann").await;
        let auth = auth(&db);
        let try_from = |address: &'static str, email: &'static str, password: &'static str| {
            auth.log_in(email, password.into(), from(address), true)
        };
        for _ in 0..12 {
            try_from("192.0.2.1", "ann@example.com", PASSWORD).await.unwrap();
        }
        // All tries at once: waiting in line gives no more tries than the limit.
        let tries = (0..25).map(|_| try_from("192.0.2.1", "ann@example.com", "wrong password"));
        let outcomes = futures::future::join_all(tries).await;
        let guessed = outcomes.iter().filter(|outcome| matches!(outcome, Err(AuthError::InvalidCredentials)));
        assert!(guessed.count() <= 10, "{outcomes:?}");
        let refused = try_from("192.0.2.1", "ANN@example.com", PASSWORD).await;
        assert!(matches!(refused, Err(AuthError::Limited { retry_after: 1..=900 })), "{refused:?}");
        assert!(try_from("192.0.2.2", "ann@example.com", PASSWORD).await.is_ok(), "her own address is free");

        for number in 0..100 {
            let email = format!("nobody-{number}@example.com");
            let outcome = auth.log_in(&email, "short".into(), from("192.0.2.3"), true).await;
            assert!(matches!(outcome, Err(AuthError::InvalidCredentials)), "{number}: {outcome:?}");
        }
        let refused = try_from("192.0.2.3", "ann@example.com", PASSWORD).await;
        assert!(matches!(refused, Err(AuthError::Limited { .. })), "{refused:?}");
    }

    async fn a_bearer_token_dies_with_its_session(db: Db) {
        let (auth, session) = (auth(&db), sign_up(&db, "ann").await);
        let token = auth.token(&session).unwrap().token;
        let found = auth.session_of_bearer(&token).await.unwrap().unwrap();
        assert_eq!(found.user, session.user);
        auth.log_out(&session).await.unwrap();
        assert!(auth.session_of_bearer(&token).await.unwrap().is_none());
        assert!(auth.session_of_bearer("a.b.c").await.unwrap().is_none());
    }

    async fn a_fresh_session_is_not_renewed(db: Db) {
        let (auth, session) = (auth(&db), sign_up(&db, "ann").await);
        assert!(auth.renew(&session).await.unwrap().is_none());
    }

    async fn sessions_are_listed_and_ended_by_their_person_alone(db: Db) {
        let auth = auth(&db);
        let (ann, bob) = (sign_up(&db, "ann").await, sign_up(&db, "bob").await);
        let phone = log_in(&db, "ann@example.com", PASSWORD).await.unwrap();
        let tablet = log_in(&db, "ann@example.com", PASSWORD).await.unwrap();
        let devices = auth.devices(&phone).await.unwrap();
        assert_eq!(devices.len(), 3);
        assert!(devices.iter().all(|device| device.current == (device.id == phone.id)));

        let stranger = auth.end_session(&bob.user.id, &ann.id).await;
        assert!(matches!(stranger, Err(AuthError::SessionNotFound)), "{stranger:?}");
        auth.end_session_with_token(&bob, ann.token()).await.unwrap();
        assert!(auth.still_lives(&ann.id).await.unwrap());
        auth.end_session(&ann.user.id, &ann.id).await.unwrap();
        assert!(!auth.still_lives(&ann.id).await.unwrap());
        assert_eq!(auth.end_sessions(&ann.user.id, Some(&phone.id)).await.unwrap(), 1);
        assert!(auth.still_lives(&phone.id).await.unwrap() && !auth.still_lives(&tablet.id).await.unwrap());
        assert!(auth.still_lives(&bob.id).await.unwrap());
    }

    async fn a_changed_password_ends_other_sessions_if_asked(db: Db) {
        let (auth, ann) = (auth(&db), sign_up(&db, "ann").await);
        let change = |current: &'static str, new: &'static str, end| {
            auth.change_password(&ann, current.into(), new.into(), end, &HOME)
        };
        assert!(matches!(change(PASSWORD, "short", true).await, Err(AuthError::PasswordTooShort)));
        assert!(matches!(change("not this one", "another horse", true).await, Err(AuthError::WrongPassword)));
        assert!(change(PASSWORD, "another horse", false).await.unwrap().is_none());
        assert!(auth.still_lives(&ann.id).await.unwrap());
        let new = change("another horse", "third horse", true).await.unwrap().unwrap();
        assert!(!auth.still_lives(&ann.id).await.unwrap() && auth.still_lives(&new.id).await.unwrap());
        assert!(log_in(&db, "ann@example.com", PASSWORD).await.is_err());
        assert!(log_in(&db, "ann@example.com", "third horse").await.is_ok());
    }

    async fn a_deleted_account_is_gone_with_all_that_is_its_persons(db: Db) {
        let (auth, ann) = (auth(&db), sign_up(&db, "ann").await);
        let tasks = docket::tasks::server::Tasks::new(db.clone(), Clock::system());
        tasks.add(&ann.user.id, "Buy milk", None).await.unwrap();
        let wrong = auth.delete_account(&ann, Some("not this one".into()), &HOME).await;
        assert!(matches!(wrong, Err(AuthError::WrongPassword)), "{wrong:?}");
        auth.delete_account(&ann, Some(PASSWORD.into()), &HOME).await.unwrap();
        assert!(!auth.still_lives(&ann.id).await.unwrap());
        assert!(tasks.list(&ann.user.id, docket::tasks::Status::All).await.unwrap().is_empty());
        assert!(matches!(log_in(&db, "ann@example.com", PASSWORD).await, Err(AuthError::InvalidCredentials)));
        assert!(matches!(auth.user("ann@example.com").await, Err(AuthError::UserNotFound)));
    }

    async fn a_form_names_its_author_as_long_as_they_exist(db: Db) {
        let auth = auth(&db);
        let (ann, bob) = (sign_up(&db, "ann").await.user.id, sign_up(&db, "bob").await.user.id);
        let (anns, bobs) = (auth.author_proof(&ann), auth.author_proof(&bob));
        assert_eq!(auth.author(&anns).await.unwrap(), Some(ann.clone()));
        assert_eq!(auth.author(ann.as_str()).await.unwrap(), None);
        auth.delete_user(&ann).await.unwrap();
        assert_eq!(auth.author(&anns).await.unwrap(), None);
        assert_eq!(auth.author(&bobs).await.unwrap(), Some(bob));
    }

    async fn a_reset_link_works_once_and_ends_all_sessions(db: Db) {
        let (auth, ann) = (auth(&db), sign_up(&db, "ann").await);
        let reset = |token: String, new: &'static str| {
            let auth = auth.clone();
            async move { auth.reset_password(&token, new.into(), &from("192.0.2.1")).await }
        };
        let first = auth.reset_link(ann.user.clone()).await.unwrap();
        let second = auth.reset_link(ann.user.clone()).await.unwrap();
        let (first, second) = (token(&first), token(&second));
        assert!(!auth.reset_link_works(&first).await.unwrap(), "a newer link ends the older one");
        assert!(auth.reset_link_works(&second).await.unwrap());
        assert!(matches!(reset(second.clone(), "short").await, Err(AuthError::PasswordTooShort)));
        assert!(matches!(reset("made-up".into(), "another horse").await, Err(AuthError::InvalidResetLink)));
        let (a, b) = tokio::join!(reset(second.clone(), "another horse"), reset(second.clone(), "third horse"));
        assert!(a.is_ok() != b.is_ok(), "two at once: {a:?} {b:?}");
        assert!(!auth.still_lives(&ann.id).await.unwrap());
        assert!(log_in(&db, "ann@example.com", PASSWORD).await.is_err());
        let new = if a.is_ok() { "another horse" } else { "third horse" };
        assert!(log_in(&db, "ann@example.com", new).await.is_ok());
        assert!(matches!(reset(second, "fourth horse").await, Err(AuthError::InvalidResetLink)));
    }

    async fn a_deleted_person_leaves_no_link_and_no_count(db: Db) {
        let (auth, ann) = (auth(&db), sign_up(&db, "ann").await);
        let link = token(&auth.reset_link(ann.user.clone()).await.unwrap());
        let wrong = auth.log_in("ann@example.com", "wrong password".into(), from("192.0.2.1"), true).await;
        assert!(matches!(wrong, Err(AuthError::InvalidCredentials)), "{wrong:?}");
        let kept = rows(&db, "rate_limits").await;
        assert!(rows(&db, "verification").await == 1 && kept >= 3, "{kept}");
        auth.delete_user(&ann.user.id).await.unwrap();
        let dead = auth.reset_password(&link, "another horse".into(), &HOME).await;
        assert!(matches!(dead, Err(AuthError::InvalidResetLink)), "{dead:?}");
        assert_eq!((rows(&db, "verification").await, rows(&db, "known_places").await), (0, 0));
        // What is left are the counts of the addresses: of the sign-up, for ten minutes and for a day, of the log-in, and
        // of the link that did not work.
        assert!(rows(&db, "rate_limits").await <= 4);
        assert!(!dump(&db, "rate_limits").await.contains("ann"));
    }

    async fn the_newest_sessions_of_a_person_are_kept(db: Db) {
        let (auth, ann) = (auth(&db), sign_up(&db, "ann").await);
        let mut last = ann.clone();
        for _ in 0..52 {
            last = log_in(&db, "ann@example.com", PASSWORD).await.unwrap();
        }
        assert_eq!(auth.sessions(&ann.user.id).await.unwrap().len(), 50);
        assert!(auth.still_lives(&last.id).await.unwrap() && !auth.still_lives(&ann.id).await.unwrap());
    }

    async fn a_list_of_sessions_does_not_hold_the_picture_again_and_again(db: Db) {
        let (auth, ann) = (auth(&db), sign_up(&db, "ann").await);
        let picture = "https://x.example/a.png";
        auth.update_profile(&ann.user.id, None, Some(Some(picture))).await.unwrap();
        let found = auth.session_of_cookie(auth.session_cookies(&ann)[0].value()).await.unwrap().unwrap();
        assert_eq!(found.user.image.as_deref(), Some(picture));
        assert_eq!(auth.sessions(&ann.user.id).await.unwrap()[0].user.image, None);
        assert_eq!(auth.all_sessions().await.unwrap()[0].user.image, None);
    }

    async fn a_refused_request_writes_nothing(db: Db) {
        let auth = auth(&db);
        let guess = |email: String, password: &'static str| {
            let auth = auth.clone();
            async move { auth.log_in(&email, password.into(), from("192.0.2.1"), true).await }
        };
        // The length of these is wrong, so nothing is known of the account.
        for number in 0..100 {
            let refused = guess(format!("nobody-{number}@example.com"), "short").await;
            assert!(matches!(refused, Err(AuthError::InvalidCredentials)), "{refused:?}");
        }
        assert_eq!(rows(&db, "rate_limits").await, 1);
        let before = dump(&db, "rate_limits").await;
        for password in ["short", "long enough"] {
            let refused = guess("somebody@example.com".into(), password).await;
            assert!(matches!(refused, Err(AuthError::Limited { .. })), "{refused:?}");
        }
        assert_eq!(dump(&db, "rate_limits").await, before);
    }

    async fn strangers_lock_nobody_out(db: Db) {
        let auth = auth(&db);
        let home = from("203.0.113.1");
        auth.sign_up(new_account("ann", "ann@example.com"), home.clone(), true).await.unwrap();
        let guess = async |client: Client, password: &'static str| {
            auth.log_in("ann@example.com", password.into(), client, true).await
        };
        let strangers = async |networks: std::ops::Range<usize>| {
            for network in networks {
                for _ in 0..10 {
                    let wrong = guess(from(&format!("192.0.2.{network}")), "wrong password").await;
                    assert!(matches!(wrong, Err(AuthError::InvalidCredentials)), "{wrong:?}");
                }
            }
        };
        strangers(0..5).await;
        assert!(guess(home.clone(), PASSWORD).await.is_ok(), "at home, after 50 wrong passwords");
        assert!(guess(from("198.51.100.1"), PASSWORD).await.is_ok(), "at a new place");
        strangers(5..10).await;
        assert!(guess(home.clone(), PASSWORD).await.is_ok(), "at home, after 100 wrong passwords");
        assert!(guess(from("198.51.100.1"), PASSWORD).await.is_ok(), "she has been there");
        let new = guess(from("198.51.100.2"), PASSWORD).await;
        assert!(matches!(new, Err(AuthError::Limited { .. })), "{new:?}");
        // A reset proves that it is she.
        let ann = auth.user("ann@example.com").await.unwrap();
        let link = token(&auth.reset_link(ann).await.unwrap());
        auth.reset_password(&link, "another horse".into(), &HOME).await.unwrap();
        assert!(guess(from("198.51.100.2"), "another horse").await.is_ok());
    }

    async fn operators_list_people_and_set_passwords(db: Db) {
        let auth = auth(&db);
        let (ann, bob) = (sign_up(&db, "ann").await, sign_up(&db, "bob").await);
        assert_eq!(auth.users().await.unwrap(), [ann.user.clone(), bob.user.clone()]);
        assert_eq!(auth.user(" ANN@example.com").await.unwrap(), ann.user);
        assert_eq!(auth.user(bob.user.id.as_str()).await.unwrap(), bob.user);
        auth.set_password(&ann.user.id, "another horse".into()).await.unwrap();
        assert!(!auth.still_lives(&ann.id).await.unwrap() && auth.still_lives(&bob.id).await.unwrap());
        assert!(log_in(&db, "ann@example.com", "another horse").await.is_ok());
        assert_eq!(auth.all_sessions().await.unwrap().len(), 2);
        assert_eq!(auth.prune().await.unwrap(), 0);
    }

    async fn what_has_expired_is_removed_by_itself(db: Db) {
        let (auth, ann, bob) = (auth(&db), sign_up(&db, "ann").await, sign_up(&db, "bob").await);
        expire(&db, &ann).await;
        assert!(auth.sessions(&ann.user.id).await.unwrap().is_empty());
        jobs(&db, auth.jobs(), &Clock::system()).run_due().await;
        assert_eq!(count_sessions(&db).await, 1);
        assert!(auth.still_lives(&bob.id).await.unwrap());
    }
}

fn token(link: &docket::auth::server::ResetLink) -> String {
    use secrecy::ExposeSecret;
    link.token.expose_secret().to_owned()
}

/// Makes a session end in the past.
async fn expire(db: &Db, session: &ActiveSession) {
    let sql = r#"update "session" set "expiresAt" = "createdAt" where "id" = $1"#;
    match db {
        Db::Sqlite { writer, .. } => drop(sqlx::query(sql).bind(&session.id).execute(writer).await.unwrap()),
        Db::Postgres { pool, .. } => drop(
            sqlx::query(sql).bind(&session.id).execute(&mut pool.connect().await.unwrap()).await.unwrap(),
        ),
    }
}

/// How many rows a table has.
async fn rows(db: &Db, table: &str) -> i64 {
    let sql = sqlx::AssertSqlSafe(format!("select count(*) from {table}"));
    match db {
        Db::Sqlite { readers, .. } => sqlx::query_scalar(sql).fetch_one(readers).await.unwrap(),
        Db::Postgres { pool, .. } => {
            sqlx::query_scalar(sql).fetch_one(&mut pool.connect().await.unwrap()).await.unwrap()
        }
    }
}

/// The keys and the counts of a table of counts.
async fn dump(db: &Db, table: &str) -> String {
    let sql = sqlx::AssertSqlSafe(format!("select key || ' ' || count from {table} order by key"));
    let lines: Vec<String> = match db {
        Db::Sqlite { readers, .. } => sqlx::query_scalar(sql).fetch_all(readers).await.unwrap(),
        Db::Postgres { pool, .. } => {
            sqlx::query_scalar(sql).fetch_all(&mut pool.connect().await.unwrap()).await.unwrap()
        }
    };
    lines.join("\n")
}

/// How many sessions are in the table, including expired ones.
async fn count_sessions(db: &Db) -> i64 {
    let sql = r#"select count(*) from "session""#;
    match db {
        Db::Sqlite { readers, .. } => sqlx::query_scalar(sql).fetch_one(readers).await.unwrap(),
        Db::Postgres { pool, .. } => {
            sqlx::query_scalar(sql).fetch_one(&mut pool.connect().await.unwrap()).await.unwrap()
        }
    }
}
