//! Who may do what.

use super::*;

const CALENDAR: &str = "/dav/calendars/tasks/";

#[tokio::test]
async fn a_token_is_the_password_and_the_address_is_the_name() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let database = TestDatabase::migrated(engine).await;
        let server = TestServer::start(&database.url, offline()).await;
        let (ann, bob) = (server.person("ann").await, server.person("bob").await);
        let program = Program::of(&server, &ann, "ann", "read").await;
        let of_bob = Program::of(&server, &bob, "bob", "read").await;
        let knock = async |request: reqwest::RequestBuilder| request.send().await.unwrap().status().as_u16();
        let ask = |client: &reqwest::Client| {
            client
                .request(Method::from_bytes(b"PROPFIND").unwrap(), format!("{}/dav/", server.url))
                .header("depth", "0")
        };
        let client = &program.client;
        let token = program.token.as_str();
        assert_eq!(knock(ask(client).basic_auth("ANN@example.com ", Some(token))).await, 207);
        assert_eq!(knock(ask(client).bearer_auth(token)).await, 207);
        for request in [
            ask(client),
            ask(client).basic_auth("bob@example.com", Some(token)),
            ask(client).basic_auth("", Some(token)),
            ask(client).basic_auth("ann@example.com", Some(of_bob.token.as_str())),
            ask(client).basic_auth("ann@example.com", Some(PASSWORD)),
            ask(client).basic_auth("ann@example.com", Some(&token[..token.len() - 1])),
            ask(client).basic_auth("ann@example.com", None::<&str>),
            ask(client).header("authorization", "Basic !!!"),
            ask(client).header("authorization", format!("Digest {token}")),
            ask(client).bearer_auth(ann.token().await),
            ask(client).header("cookie", ann.session_cookie()),
        ] {
            let answer = Answer::of(request.send().await.unwrap()).await;
            assert_eq!(answer.status, 401, "{answer:?}");
            assert!(answer.header("www-authenticate").starts_with("Basic "));
            assert_eq!(answer.header("set-cookie"), "");
        }
        // The token ends while the program syncs.
        let calendar = program.sync_token(CALENDAR).await;
        let tokens: Value = ann.call("/rpc/auth/personal_tokens", &[]).await.json().await.unwrap();
        let id = tokens["tokens"][0]["id"].as_str().unwrap();
        ann.call("/rpc/auth/revoke_personal_token", &[("personal_token", id)]).await;
        let body = format!(
            "<sync-collection {DAVX5}><sync-token>{calendar}</sync-token><prop><getetag/></prop></sync-collection>"
        );
        assert_eq!(program.report(CALENDAR, &body).await.status, 401);
        server.stop().await;
    }
}

#[tokio::test]
async fn wrong_passwords_are_refused_for_a_while_and_right_ones_are_not() {
    let database = TestDatabase::migrated(Engine::Sqlite).await;
    let server = TestServer::start(&database.url, offline()).await;
    let ann = server.person("ann").await;
    let program = Program::of(&server, &ann, "ann", "read").await;
    let guess = Program {
        token: "a guess".into(),
        client: program.client.clone(),
        url: program.url.clone(),
        name: program.name.clone(),
    };
    let mut statuses = Vec::new();
    for _ in 0..40 {
        let refused = guess.propfind("/dav/", "0", "", "<X:allprop/>").await;
        assert!(refused.status == 401 || !refused.header("retry-after").is_empty());
        statuses.push(refused.status);
    }
    assert_eq!((statuses[0], statuses[39]), (401, 429));
    assert_eq!(program.propfind("/dav/", "0", "", "<X:allprop/>").await.status, 207);
    server.stop().await;
}

#[tokio::test]
async fn a_token_that_may_read_changes_nothing() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let database = TestDatabase::migrated(engine).await;
        let server = TestServer::start(&database.url, offline()).await;
        let ann = server.person("ann").await;
        ann.call("/rpc/tasks/add", &[("title", "Milk")]).await;
        let program = Program::of(&server, &ann, "ann", "read").await;
        let [(path, _)] = &program.entries(CALENDAR).await[..] else { panic!() };
        let before = ann.export().await;
        let text = program.get(path).await.text;
        let destination = format!("{}/dav/calendars/tasks/b.ics", server.url);
        for (method, path, headers, body) in [
            (
                "PUT",
                path.as_str(),
                &[("content-type", "text/calendar")][..],
                text.replace("Milk", "Bread").as_str(),
            ),
            ("DELETE", path, &[], ""),
            ("MOVE", path, &[("destination", destination.as_str())], ""),
            ("DELETE", CALENDAR, &[], ""),
            ("MKCALENDAR", "/dav/calendars/x/", &[], ""),
            ("MKCOL", "/dav/calendars/x/", &[], ""),
            (
                "PROPPATCH",
                CALENDAR,
                &[],
                "<propertyupdate xmlns='DAV:'><set><prop><displayname>x</displayname></prop></set></propertyupdate>",
            ),
        ] {
            let refused = program.ask(method, path, headers, body).await;
            assert!(
                refused.status == 403 && refused.text.contains("<D:need-privileges>"),
                "{method}: {}",
                refused.text
            );
        }
        let told =
            program.propfind(CALENDAR, "0", "", "<X:prop><X:current-user-privilege-set/></X:prop>").await;
        assert!(told.text.contains("<D:read/>") && !told.text.contains("<D:write"), "{}", told.text);
        assert_eq!(ann.export().await, before);
        server.stop().await;
    }
}

#[tokio::test]
async fn nobody_sees_the_calendars_of_somebody_else() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let database = TestDatabase::migrated(engine).await;
        let server = TestServer::start(&database.url, offline()).await;
        let (ann, bob) = (server.person("ann").await, server.person("bob").await);
        let (of_ann, of_bob) = (
            Program::of(&server, &ann, "ann", "write").await,
            Program::of(&server, &bob, "bob", "write").await,
        );
        assert_eq!(of_ann.ask("MKCALENDAR", "/dav/calendars/secret/", &[], "").await.status, 201);
        for path in ["/dav/calendars/secret/a.ics", "/dav/calendars/tasks/a.ics"] {
            let put = of_ann.put(path, &[], &todo(path, "SUMMARY:The mark of Ann")).await;
            assert_eq!(put.status, 201, "{}", put.text);
        }
        let before = ann.export().await;
        let multiget = format!(
            "<CAL:calendar-multiget {DAVX5}><prop><getetag/><CAL:calendar-data/></prop><href>/dav/calendars/secret/a.ics</href>\
             <href>/dav/calendars/tasks/a.ics</href><href>/dav/calendars/tasks/../secret/a.ics</href></CAL:calendar-multiget>"
        );
        let sync = format!(
            "<sync-collection {DAVX5}><sync-token/><prop><getetag/><CAL:calendar-data/></prop></sync-collection>"
        );
        let destination = "/dav/calendars/tasks/b.ics";
        for (method, path, headers, body, status) in [
            ("PROPFIND", "/dav/calendars/", &[("depth", "1")][..], "", 207),
            ("PROPFIND", "/dav/calendars/secret/", &[("depth", "1")], "", 404),
            ("PROPFIND", "/dav/calendars/tasks/", &[("depth", "1")], "", 207),
            ("REPORT", "/dav/calendars/tasks/", &[], multiget.as_str(), 207),
            ("REPORT", "/dav/calendars/secret/", &[], &multiget, 404),
            ("REPORT", "/dav/calendars/tasks/", &[], &sync, 207),
            ("REPORT", "/dav/calendars/secret/", &[], &sync, 404),
            ("GET", "/dav/calendars/tasks/a.ics", &[], "", 404),
            ("DELETE", "/dav/calendars/tasks/a.ics", &[], "", 404),
            ("DELETE", "/dav/calendars/secret/", &[], "", 404),
            ("MOVE", "/dav/calendars/secret/a.ics", &[("destination", destination)], "", 404),
        ] {
            let answer = of_bob.ask(method, path, headers, body).await;
            assert_eq!(answer.status, status, "{method} {path}: {}", answer.text);
            assert!(
                !answer.text.contains("mark of Ann") && !answer.text.contains("BEGIN:VTODO"),
                "{}",
                answer.text
            );
        }
        // The same names are free for Bob.
        assert_eq!(
            of_bob
                .put("/dav/calendars/tasks/a.ics", &[], &todo("/dav/calendars/tasks/a.ics", "SUMMARY:Bob's"))
                .await
                .status,
            201
        );
        assert_eq!(ann.export().await, before);
        server.stop().await;
    }
}

/// A page of another site cannot use what a browser may have kept of a password.
#[tokio::test]
async fn another_sites_page_gets_nothing() {
    let database = TestDatabase::migrated(Engine::Sqlite).await;
    let server = TestServer::start(&database.url, offline()).await;
    let ann = server.person("ann").await;
    let program = Program::of(&server, &ann, "ann", "write").await;
    for method in ["PROPFIND", "REPORT", "PUT", "DELETE", "MKCALENDAR", "PROPPATCH", "MOVE"] {
        for headers in [[("origin", "https://evil.example")], [("sec-fetch-site", "cross-site")]] {
            assert_eq!(program.ask(method, CALENDAR, &headers, "").await.status, 403, "{method}");
        }
    }
    let options = program.ask("OPTIONS", "/dav/", &[("origin", "https://friend.example")], "").await;
    assert_eq!(options.header("access-control-allow-origin"), "");
    server.stop().await;
}
