use super::*;

#[tokio::test]
async fn an_app_registers_as_a_public_client() {
    let world = World::new(Engine::Sqlite).await;
    // What Cursor sends.
    let cursor = json!({
        "client_name": "Cursor",
        "redirect_uris": [
            "cursor://anysphere.cursor-mcp/oauth/callback",
            "https://www.cursor.com/agents/mcp/oauth/callback",
            "http://localhost:8787/callback",
        ],
        "grant_types": ["authorization_code", "refresh_token"],
        "response_types": ["code"],
        "token_endpoint_auth_method": "none",
        "something": { "unknown": true },
    });
    let (status, answer) = post_json(&world.server, "/oauth/register", &cursor).await;
    assert_eq!(
        (status, &answer["redirect_uris"], &answer["client_name"]),
        (201, &cursor["redirect_uris"], &cursor["client_name"])
    );
    let id = answer["client_id"].as_str().unwrap();
    let private = [("client_id", id), ("redirect_uri", "cursor://anysphere.cursor-mcp/oauth/callback")];
    let answer = world.decide(&world.asked_with(&private), "allow", "read").await;
    assert!(location(&answer).starts_with("cursor://anysphere.cursor-mcp/oauth/callback?code="));

    // One that wants a secret gets none, and the answer says so.
    let secret = json!({ "redirect_uris": [REDIRECT], "token_endpoint_auth_method": "client_secret_post" });
    let (status, answer) = post_json(&world.server, "/oauth/register", &secret).await;
    assert_eq!((status, &answer["token_endpoint_auth_method"]), (201, &json!("none")));
    assert!(answer.get("client_secret").is_none());
    world.server.stop().await;
}

#[tokio::test]
async fn what_is_no_app_does_not_register() {
    let world = World::new(Engine::Postgres).await;
    let many: Vec<_> = (0..21).map(|number| format!("https://app.example/{number}")).collect();
    for (body, code) in [
        (json!({}), "invalid_redirect_uri"),
        (json!({ "redirect_uris": [] }), "invalid_redirect_uri"),
        (json!({ "redirect_uris": many }), "invalid_redirect_uri"),
        (json!({ "redirect_uris": ["http://app.example/"] }), "invalid_redirect_uri"),
        (json!({ "redirect_uris": [REDIRECT, "javascript:alert(1)"] }), "invalid_redirect_uri"),
        (json!({ "redirect_uris": ["https://app.example/\n"] }), "invalid_redirect_uri"),
        (json!({ "redirect_uris": ["https://app.example/\0"] }), "invalid_redirect_uri"),
        (json!({ "redirect_uris": [REDIRECT], "grant_types": ["implicit"] }), "invalid_client_metadata"),
        (json!({ "redirect_uris": [REDIRECT], "response_types": ["token"] }), "invalid_client_metadata"),
        (json!({ "redirect_uris": REDIRECT }), "invalid_client_metadata"),
        (json!([]), "invalid_client_metadata"),
        (json!("x"), "invalid_client_metadata"),
    ] {
        let answer = post_json(&world.server, "/oauth/register", &body).await;
        assert_eq!(error(&answer), (400, code), "{body}");
    }
    let odd = json!({ "client_name": "\0\n", "redirect_uris": [REDIRECT] });
    assert_eq!(post_json(&world.server, "/oauth/register", &odd).await.0, 201);
    let huge = json!({ "client_name": "x".repeat(200_000), "redirect_uris": [REDIRECT] });
    let url = format!("{}/oauth/register", world.server.url);
    let answer = world.server.browser().client().post(url).json(&huge).send().await.unwrap();
    assert_eq!(answer.status().as_u16(), 413);

    let mut statuses = Vec::new();
    for _ in 0..60 {
        let body = json!({ "redirect_uris": [REDIRECT] });
        statuses.push(post_json(&world.server, "/oauth/register", &body).await.0);
    }
    assert!(statuses.contains(&201) && statuses.ends_with(&[429]), "{statuses:?}");
    world.server.stop().await;
}
