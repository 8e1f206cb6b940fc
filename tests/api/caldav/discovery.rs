//! How programs find the calendars.

use super::*;

/// Apple's accounts begin with the name of the server alone.
#[tokio::test]
async fn apple_finds_the_lists_from_the_name_of_the_server() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let database = TestDatabase::migrated(engine).await;
        let server = TestServer::start(&database.url, offline()).await;
        let ann = server.person("ann").await;
        ann.call("/rpc/tasks/add", &[("title", "Milk"), ("plan[list]", "Shop & home")]).await;
        let program = Program::of(&server, &ann, "ann", "write").await;
        for method in ["PROPFIND", "GET", "OPTIONS"] {
            let moved = program.ask(method, "/.well-known/caldav", &[("depth", "0")], "").await;
            assert_eq!((moved.status, moved.header("location")), (301, "/dav/"), "{method}");
        }
        let who = "<A:prop><A:current-user-principal/><A:principal-URL/><A:resourcetype/></A:prop>";
        let stranger = Method::from_bytes(b"PROPFIND").unwrap();
        let stranger = program.client.request(stranger, format!("{}/dav/", server.url)).header("depth", "0");
        let refused = Answer::of(stranger.send().await.unwrap()).await;
        assert_eq!(
            (refused.status, refused.header("www-authenticate")),
            (401, "Basic realm=\"Docket\", charset=\"UTF-8\"")
        );
        let root = program.propfind("/dav/", "0", APPLE, who).await;
        assert_eq!((root.status, root.header("dav")), (207, "1, 3, calendar-access, extended-mkcol"));
        assert_eq!(root.header("content-type"), "application/xml; charset=utf-8");
        assert_eq!(value(&root.text, "D:current-user-principal"), "<D:href>/dav/principal/</D:href>");

        let options = program.ask("OPTIONS", "/dav/principal/", &[], "").await;
        assert!(options.status == 200 && options.header("dav").contains("calendar-access"));
        assert_eq!(options.header("allow"), "OPTIONS, PROPFIND, REPORT, PROPPATCH");
        let props = "<A:prop><B:calendar-home-set/><B:calendar-user-address-set/><A:current-user-principal/><A:displayname/>\
                     <C:dropbox-home-URL/><C:email-address-set/><C:notification-URL/><A:principal-collection-set/>\
                     <A:principal-URL/><A:resource-id/><B:schedule-inbox-URL/><A:supported-report-set/></A:prop>";
        let principal = program.propfind("/dav/principal/", "0", APPLE, props).await;
        assert_eq!(value(&principal.text, "C:calendar-home-set"), "<D:href>/dav/calendars/</D:href>");
        assert!(principal.text.contains("<D:href>mailto:ann@example.com</D:href>"));
        let (_, missing) = principal.text.split_once("200 OK").unwrap();
        assert!(
            missing.contains("<CS:dropbox-home-URL/>") && missing.contains("<C:schedule-inbox-URL/>"),
            "{missing}"
        );
        assert!(missing.contains("404 Not Found"));
        // Who wants less gets less.
        let body = format!("<A:propfind {APPLE}>{props}</A:propfind>");
        let brief = program
            .ask("PROPFIND", "/dav/principal/", &[("depth", "0"), ("prefer", "return=minimal")], &body)
            .await;
        assert!(!brief.text.contains("404") && brief.text.contains("calendar-home-set"), "{}", brief.text);

        let props = "<A:prop><A:resourcetype/><A:displayname/><A:current-user-privilege-set/><C:getctag/><A:sync-token/>\
                     <B:supported-calendar-component-set/><D:calendar-color/><D:calendar-order/><C:pushkey/></A:prop>";
        let home = program.propfind("/dav/calendars/", "1", APPLE, props).await;
        let found = home.responses();
        assert_eq!(found.len(), 3, "{}", home.text);
        assert!(!found[0].1.contains("<C:calendar/>"));
        for ((href, text), name) in found[1..].iter().zip(["Tasks", "Shop & home"]) {
            assert!(
                text.contains("<D:resourcetype><D:collection/><C:calendar/></D:resourcetype>"),
                "{href}: {text}"
            );
            assert_eq!(value(text, "D:displayname"), name);
            assert_eq!(value(text, "C:supported-calendar-component-set"), "<C:comp name=\"VTODO\"/>");
            assert!(text.contains("<D:privilege><D:write/></D:privilege>"));
            assert!(!value(text, "CS:getctag").is_empty() && !value(text, "D:sync-token").is_empty());
        }
        let options = program.ask("OPTIONS", &found[1].0, &[], "").await;
        assert!(options.header("allow").contains("MKCALENDAR"));
        server.stop().await;
    }
}

#[tokio::test]
async fn a_program_asks_for_all_for_names_and_not_for_everything_below() {
    let database = TestDatabase::migrated(Engine::Sqlite).await;
    let server = TestServer::start(&database.url, offline()).await;
    let ann = server.person("ann").await;
    ann.call("/rpc/tasks/add", &[("title", "Milk")]).await;
    let program = Program::of(&server, &ann, "ann", "write").await;
    let calendar = "/dav/calendars/tasks/";
    // An empty body asks for all, as RFC 4918 defines it.
    for body in ["", "<propfind xmlns='DAV:'><allprop/></propfind>"] {
        let all = program.ask("PROPFIND", calendar, &[("depth", "1")], body).await;
        let object = &all.responses()[1].1;
        for name in ["D:getetag", "D:getcontenttype", "D:getcontentlength", "D:getlastmodified"] {
            assert!(!value(object, name).is_empty(), "{name}: {object}");
        }
        assert!(!all.text.contains("BEGIN:VCALENDAR"));
    }
    let more = "<X:allprop/><X:include><X:sync-token/></X:include>";
    assert!(program.propfind(calendar, "0", "", more).await.text.contains("<D:sync-token>"));
    let names = program.propfind(calendar, "0", "", "<X:propname/>").await;
    assert!(
        names.text.contains("<D:sync-token/>") && names.text.contains("<C:max-resource-size/>"),
        "{}",
        names.text
    );
    for path in ["/dav/", "/dav/calendars/", calendar] {
        let refused = program.propfind(path, "infinity", "", "<X:allprop/>").await;
        assert!(
            refused.status == 403 && refused.text.contains("<D:propfind-finite-depth/>"),
            "{}",
            refused.text
        );
    }
    // Nothing is below an object, so that is no deep question.
    let [(object, _)] = &program.entries(calendar).await[..] else { panic!() };
    assert_eq!(program.propfind(object, "infinity", "", "<X:allprop/>").await.responses().len(), 1);
    let all = program.propfind("/dav/", "1", "", "<X:prop><X:resourcetype/></X:prop>").await;
    let hrefs: Vec<_> = all.responses().into_iter().map(|(href, _)| href).collect();
    assert_eq!(hrefs, ["/dav/", "/dav/principal/", "/dav/calendars/"]);
    // Without the last slash it is the same.
    for path in ["/dav", "/dav/principal", "/dav/calendars", "/dav/calendars/tasks"] {
        assert_eq!(program.propfind(path, "0", "", "<X:allprop/>").await.status, 207, "{path}");
    }
    for path in
        ["/dav/x", "/dav/calendars/none/", "/dav/calendars/tasks/none.ics", "/dav/calendars/tasks/a/b"]
    {
        assert_eq!(program.propfind(path, "0", "", "<X:allprop/>").await.status, 404, "{path}");
    }
    server.stop().await;
}

#[tokio::test]
async fn reports_about_people_do_no_harm() {
    let database = TestDatabase::migrated(Engine::Sqlite).await;
    let server = TestServer::start(&database.url, offline()).await;
    let ann = server.person("ann").await;
    server.person("bob").await;
    let program = Program::of(&server, &ann, "ann", "read").await;
    let search = format!(
        "<A:principal-property-search {APPLE}><A:property-search><A:prop><A:displayname/></A:prop><A:match>b</A:match>\
         </A:property-search><A:prop><A:displayname/></A:prop></A:principal-property-search>"
    );
    let found = program.report("/dav/", &search).await;
    assert!(found.status == 207 && found.responses().is_empty(), "{}", found.text);
    let set = format!("<A:principal-search-property-set {APPLE}/>");
    assert_eq!(program.report("/dav/", &set).await.status, 200);
    let expand = format!(
        "<A:expand-property {APPLE}><A:property name=\"calendar-proxy-write-for\" namespace=\"http://calendarserver.org/ns/\">\
         <A:property name=\"displayname\"/></A:property><A:property name=\"displayname\"/></A:expand-property>"
    );
    let expanded = program.report("/dav/principal/", &expand).await;
    assert_eq!(value(&expanded.text, "D:displayname"), "ann", "{}", expanded.text);
    let busy =
        format!("<B:free-busy-query {APPLE}><B:time-range start=\"20261101T000000Z\"/></B:free-busy-query>");
    let refused = program.report("/dav/calendars/tasks/", &busy).await;
    assert!(refused.status == 403 && refused.text.contains("<D:supported-report/>"));
    server.stop().await;
}
