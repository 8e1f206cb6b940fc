//! Properties that programs set: each has its status.

use super::lists::calendar;
use super::*;

/// The elements of the properties that have this status in an answer.
fn with_status(text: &str, status: &str) -> String {
    let parts = text.split("<D:propstat>").skip(1);
    parts
        .filter(|part| value(part, "D:status") == format!("HTTP/1.1 {status}"))
        .map(|part| value(part, "D:prop"))
        .collect()
}

#[tokio::test]
async fn each_property_has_a_status_and_all_change_or_none() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let database = TestDatabase::migrated(engine).await;
        let server = TestServer::start(&database.url, offline()).await;
        let ann = server.person("ann").await;
        for list in ["Shop", "Market"] {
            ann.call("/rpc/tasks/add", &[("title", list), ("plan[list]", list)]).await;
        }
        let program = Program::of(&server, &ann, "ann", "write").await;
        let shop = calendar(&program, "Shop").await.unwrap();
        let patch = async |path: &str, set: &str| {
            let body =
                format!("<A:propertyupdate {APPLE}><A:set><A:prop>{set}</A:prop></A:set></A:propertyupdate>");
            let answer = program.ask("PROPPATCH", path, &[("content-type", "text/xml")], &body).await;
            assert_eq!(answer.status, 207, "{}", answer.text);
            answer.text
        };
        let color = "<D:calendar-color>#112233</D:calendar-color>";
        let (of_name, of_color) = ("<D:displayname/>", "<A:calendar-color/>");
        let longest = "x".repeat(101);
        for (path, set, status, wrong, others) in [
            (
                shop.as_str(),
                format!("{color}<A:getetag>x</A:getetag>"),
                "403 Forbidden",
                "<D:getetag/>",
                of_color,
            ),
            (
                &shop,
                format!("{color}<X:own xmlns:X='urn:x'>1</X:own>"),
                "403 Forbidden",
                "<x:own xmlns:x=\"urn:x\"/>",
                of_color,
            ),
            (
                &shop,
                format!("<A:displayname>Market</A:displayname>{color}"),
                "409 Conflict",
                of_name,
                of_color,
            ),
            (
                &shop,
                format!("<A:displayname>{longest}</A:displayname>{color}"),
                "409 Conflict",
                of_name,
                of_color,
            ),
            (
                &shop,
                format!("<A:displayname>Bazaar</A:displayname>{}", color.replace('#', "")),
                "403 Forbidden",
                of_color,
                of_name,
            ),
            (
                "/dav/calendars/tasks/",
                format!("<A:displayname>Inbox</A:displayname>{color}"),
                "403 Forbidden",
                of_name,
                of_color,
            ),
        ] {
            let told = patch(path, &set).await;
            assert_eq!(with_status(&told, status), wrong, "{set}: {told}");
            assert_eq!(with_status(&told, "424 Failed Dependency"), others, "{set}: {told}");
            assert_eq!(with_status(&told, "200 OK"), "", "{told}");
            let now = program.propfind(path, "0", APPLE, "<A:prop><D:calendar-color/></A:prop>").await;
            assert_eq!(with_status(&now.text, "404 Not Found"), of_color, "{set}");
        }
        assert_eq!(calendar(&program, "Shop").await.as_deref(), Some(shop.as_str()));
        // Programs send back all properties that they know.
        for (path, name) in [("/dav/calendars/tasks/", "Tasks"), (&shop, "Shop")] {
            let told = patch(path, &format!("<A:displayname>{name}</A:displayname>{color}")).await;
            assert_eq!(with_status(&told, "200 OK"), [of_name, of_color].concat(), "{told}");
            let now = program.propfind(path, "0", APPLE, "<A:prop><D:calendar-color/></A:prop>").await;
            assert_eq!(value(&now.text, "A:calendar-color"), "#112233");
        }
        let missing = format!(
            "<A:propertyupdate {APPLE}><A:set><A:prop><A:getetag/></A:prop></A:set></A:propertyupdate>"
        );
        assert_eq!(program.ask("PROPPATCH", "/dav/calendars/none/", &[], &missing).await.status, 404);
        server.stop().await;
    }
}

/// A status of success would tell programs that the list is there.
#[tokio::test]
async fn a_list_that_is_not_made_says_which_property_is_wrong() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let database = TestDatabase::migrated(engine).await;
        let server = TestServer::start(&database.url, offline()).await;
        let ann = server.person("ann").await;
        ann.call("/rpc/tasks/add", &[("title", "Milk"), ("plan[list]", "Shop")]).await;
        let program = Program::of(&server, &ann, "ann", "write").await;
        let kind = "<A:resourcetype><A:collection/><B:calendar/></A:resourcetype>";
        let color = "<D:calendar-color>#112233</D:calendar-color>";
        let name = |name: &str| format!("<A:displayname>{name}</A:displayname>");
        for (set, status, wrong) in [
            (name("Shop"), 409, "<D:displayname/>"),
            (name(&"x".repeat(101)), 409, "<D:displayname/>"),
            (name("New") + "<A:getetag>x</A:getetag>", 403, "<D:getetag/>"),
        ] {
            for (method, body, element) in [
                (
                    "MKCOL",
                    format!("<A:mkcol {APPLE}><A:set><A:prop>{kind}{set}{color}</A:prop></A:set></A:mkcol>"),
                    "<D:mkcol-response ",
                ),
                (
                    "MKCALENDAR",
                    format!(
                        "<B:mkcalendar {APPLE}><A:set><A:prop>{set}{color}</A:prop></A:set></B:mkcalendar>"
                    ),
                    "<C:mkcalendar-response ",
                ),
            ] {
                let refused = program.ask(method, "/dav/calendars/other/", &[], &body).await;
                assert_eq!(refused.status, status, "{set}: {}", refused.text);
                assert!(refused.text.contains(element), "{}", refused.text);
                let reason = if status == 409 { "409 Conflict" } else { "403 Forbidden" };
                assert_eq!(with_status(&refused.text, reason), wrong, "{}", refused.text);
                assert!(with_status(&refused.text, "424 Failed Dependency").contains("<A:calendar-color/>"));
                assert_eq!(
                    program.propfind("/dav/calendars/other/", "0", "", "<X:allprop/>").await.status,
                    404
                );
            }
        }
        // Without a name it has that of its address, which may be one of a list too.
        let refused = program.ask("MKCALENDAR", "/dav/calendars/Shop/", &[], "").await;
        assert_eq!(refused.status, 409, "{}", refused.text);
        server.stop().await;
    }
}
