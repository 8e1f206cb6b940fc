//! Calendars are lists: made, renamed, moved between and removed.

use super::*;

/// The address of the calendar with this name.
pub(super) async fn calendar(program: &Program, name: &str) -> Option<String> {
    let home = program.propfind("/dav/calendars/", "1", "", "<X:prop><X:displayname/></X:prop>").await;
    let found = home.responses().into_iter().find(|(_, text)| value(text, "D:displayname") == name);
    found.map(|(href, _)| href)
}

#[tokio::test]
async fn a_list_is_made_as_each_program_makes_one() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let database = TestDatabase::migrated(engine).await;
        let server = TestServer::start(&database.url, offline()).await;
        let ann = server.person("ann").await;
        let program = Program::of(&server, &ann, "ann", "write").await;
        // Apple's programs choose a UUID as the name.
        let apple = format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?><B:mkcalendar {APPLE}><A:set><A:prop><D:calendar-color symbolic-color=\"blue\">#1BADF8FF\
             </D:calendar-color><D:calendar-order>2</D:calendar-order><B:calendar-timezone>BEGIN:VCALENDAR&#13;\nEND:VCALENDAR</B:calendar-timezone>\
             <A:displayname>Trip &amp; co</A:displayname><B:supported-calendar-component-set><B:comp name=\"VTODO\"/>\
             </B:supported-calendar-component-set></A:prop></A:set></B:mkcalendar>"
        );
        let path = "/dav/calendars/0F0E3B2A-5B1C-4C63-9C59-0B6E2C3E1D11/";
        let made = program.ask("MKCALENDAR", path, &[("content-type", "text/xml")], &apple).await;
        assert_eq!(made.status, 201, "{}", made.text);
        assert_eq!(program.ask("MKCALENDAR", path, &[], &apple).await.status, 405);
        assert_eq!(calendar(&program, "Trip & co").await.as_deref(), Some(path));
        let props = "<A:prop><D:calendar-color/><D:calendar-order/></A:prop>";
        let told = program.propfind(path, "0", APPLE, props).await;
        assert_eq!(
            (value(&told.text, "A:calendar-color"), value(&told.text, "A:calendar-order")),
            ("#1BADF8FF".into(), "2".into())
        );
        // vdirsyncer sends no more than the kind, and no slash at the end.
        let plain = "<mkcol xmlns=\"DAV:\"><set><prop><resourcetype><collection/>\
                     <ns0:calendar xmlns:ns0=\"urn:ietf:params:xml:ns:caldav\"/></resourcetype></prop></set></mkcol>";
        assert_eq!(program.ask("MKCOL", "/dav/calendars/errands", &[], plain).await.status, 201);
        assert_eq!(calendar(&program, "errands").await.as_deref(), Some("/dav/calendars/errands/"));
        assert_eq!(program.ask("MKCALENDAR", "/dav/calendars/bare/", &[], "").await.status, 201);
        for (method, body, condition) in [
            ("MKCOL", "", "<D:valid-resourcetype/>"),
            (
                "MKCOL",
                "<mkcol xmlns='DAV:'><set><prop><resourcetype><collection/></resourcetype></prop></set></mkcol>",
                "<D:valid-resourcetype/>",
            ),
            (
                "MKCALENDAR",
                "<mkcalendar xmlns='urn:ietf:params:xml:ns:caldav' xmlns:D='DAV:'><D:set><D:prop><supported-calendar-component-set>\
              <comp name='VEVENT'/></supported-calendar-component-set></D:prop></D:set></mkcalendar>",
                "<C:supported-calendar-component/>",
            ),
        ] {
            let refused = program.ask(method, "/dav/calendars/other/", &[], body).await;
            assert!(refused.status == 403 && refused.text.contains(condition), "{}", refused.text);
        }
        // A task of the list.
        let put = program.put(&format!("{path}a.ics"), &[], &todo("a", "SUMMARY:Pack")).await;
        assert_eq!(put.status, 201, "{}", put.text);
        assert_eq!(task(&ann, "Pack").await["list"], "Trip & co");
        server.stop().await;
    }
}

#[tokio::test]
async fn a_list_is_renamed_and_its_tasks_go_with_it() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let database = TestDatabase::migrated(engine).await;
        let server = TestServer::start(&database.url, offline()).await;
        let ann = server.person("ann").await;
        ann.call("/rpc/tasks/add", &[("title", "Milk"), ("plan[list]", "Shop")]).await;
        let program = Program::of(&server, &ann, "ann", "write").await;
        let shop = calendar(&program, "Shop").await.unwrap();
        let patch = async |path: &str, set: &str| {
            let body =
                format!("<A:propertyupdate {APPLE}><A:set><A:prop>{set}</A:prop></A:set></A:propertyupdate>");
            let answer = program.ask("PROPPATCH", path, &[("content-type", "text/xml")], &body).await;
            assert_eq!(answer.status, 207, "{}", answer.text);
            answer.text
        };
        let told =
            patch(&shop, "<A:displayname>Market</A:displayname><D:calendar-color>#FF0000</D:calendar-color>")
                .await;
        assert!(told.contains("200 OK") && !told.contains("403"), "{told}");
        assert_eq!(calendar(&program, "Market").await.as_deref(), Some(shop.as_str()));
        assert_eq!(task(&ann, "Milk").await["list"], "Market");
        // All or nothing.
        let told = patch(&shop, "<A:displayname>Bazaar</A:displayname><A:getetag>x</A:getetag>").await;
        assert!(told.contains("403 Forbidden") && told.contains("424 Failed Dependency"), "{told}");
        for set in ["<D:calendar-color>red</D:calendar-color>", "<X:own xmlns:X=\"urn:x\">kept?</X:own>"] {
            assert!(patch(&shop, set).await.contains("403 Forbidden"), "{set}");
        }
        assert!(
            patch("/dav/principal/", "<A:displayname>Eve</A:displayname>").await.contains("403 Forbidden")
        );
        assert_eq!(task(&ann, "Milk").await["list"], "Market");
        let remove = format!(
            "<A:propertyupdate {APPLE}><A:remove><A:prop><D:calendar-color/><B:calendar-timezone/></A:prop></A:remove></A:propertyupdate>"
        );
        let removed = program.ask("PROPPATCH", &shop, &[], &remove).await;
        assert!(removed.status == 207 && !removed.text.contains("403"), "{}", removed.text);
        let color = program.propfind(&shop, "0", APPLE, "<A:prop><D:calendar-color/></A:prop>").await;
        assert!(color.text.contains("404 Not Found"));
        server.stop().await;
    }
}

#[tokio::test]
async fn a_task_moves_to_another_list() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let database = TestDatabase::migrated(engine).await;
        let server = TestServer::start(&database.url, offline()).await;
        let ann = server.person("ann").await;
        ann.call("/rpc/tasks/add", &[("title", "Milk"), ("plan[list]", "Shop")]).await;
        let program = Program::of(&server, &ann, "ann", "write").await;
        let shop = calendar(&program, "Shop").await.unwrap();
        let from = "/dav/calendars/tasks/a.ics";
        assert_eq!(program.put(from, &[], &todo("a", "SUMMARY:Bread\nX-OWN:kept")).await.status, 201);
        let (before, of_shop) =
            (program.sync_token("/dav/calendars/tasks/").await, program.sync_token(&shop).await);
        let to = format!("{shop}a.ics");
        let destination = format!("{}{to}", server.url);
        for (wrong, status) in [
            ("https://elsewhere.example/dav/calendars/tasks/b.ics", 502),
            ("/dav/calendars/", 403),
            ("/dav/calendars/none/a.ics", 409),
            ("/dav/calendars/tasks/..%2fb.ics", 403),
        ] {
            assert_eq!(
                program.ask("MOVE", from, &[("destination", wrong)], "").await.status,
                status,
                "{wrong}"
            );
        }
        assert_eq!(program.ask("MOVE", from, &[], "").await.status, 400);
        let moved = program.ask("MOVE", from, &[("destination", &destination), ("overwrite", "F")], "").await;
        assert_eq!(moved.status, 201, "{}", moved.text);
        assert_eq!(task(&ann, "Bread").await["list"], "Shop");
        assert!(program.get(&to).await.text.contains("X-OWN:kept"));
        assert_eq!(program.get(from).await.status, 404);
        assert_eq!(
            program.sync("/dav/calendars/tasks/", &before).await.0,
            [(from.to_owned(), "404 Not Found".to_owned())]
        );
        assert_eq!(program.sync(&shop, &of_shop).await.0, [(to.clone(), "200 OK".to_owned())]);
        assert_eq!(program.put(from, &[], &todo("b", "SUMMARY:Other")).await.status, 201);
        let taken = program.ask("MOVE", from, &[("destination", &to), ("overwrite", "F")], "").await;
        assert_eq!(taken.status, 412);
        server.stop().await;
    }
}

#[tokio::test]
async fn a_list_without_tasks_is_removed() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let database = TestDatabase::migrated(engine).await;
        let server = TestServer::start(&database.url, offline()).await;
        let ann = server.person("ann").await;
        let program = Program::of(&server, &ann, "ann", "write").await;
        assert_eq!(program.ask("MKCALENDAR", "/dav/calendars/bare/", &[], "").await.status, 201);
        assert_eq!(program.ask("DELETE", "/dav/calendars/bare/", &[], "").await.status, 204);
        assert_eq!(program.ask("DELETE", "/dav/calendars/bare/", &[], "").await.status, 404);
        assert_eq!(calendar(&program, "bare").await, None);
        assert_eq!(program.ask("DELETE", "/dav/calendars/tasks/", &[], "").await.status, 403);
        assert_eq!(program.ask("DELETE", "/dav/calendars/", &[], "").await.status, 405);
        server.stop().await;
    }
}
