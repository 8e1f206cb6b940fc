use super::*;

#[tokio::test]
async fn the_documents_say_where_everything_is() {
    let world = World::new(Engine::Sqlite).await;
    let read = async |path: &str| {
        let request = world.server.browser().get_request(path).header(ORIGIN, "https://inspector.example");
        let answer = request.send().await.unwrap();
        assert_eq!(
            (answer.status().as_u16(), &answer.headers()["access-control-allow-origin"]),
            (200, &"*".parse().unwrap())
        );
        assert!(!answer.headers().contains_key("access-control-allow-credentials"));
        answer.json::<Value>().await.unwrap()
    };
    let at_root = read("/.well-known/oauth-protected-resource").await;
    assert_eq!(at_root["resource"], json!(format!("{PUBLIC}/mcp")));
    assert_eq!(at_root["authorization_servers"], json!([PUBLIC]));
    assert_eq!(at_root["bearer_methods_supported"], json!(["header"]));
    assert_eq!(read("/.well-known/oauth-protected-resource/mcp").await, at_root);
    assert_eq!(world.oauth.resource_metadata(), format!("{PUBLIC}/.well-known/oauth-protected-resource/mcp"));

    let server = read("/.well-known/oauth-authorization-server").await;
    assert_eq!(read("/.well-known/oauth-authorization-server/mcp").await, server);
    assert_eq!(server["issuer"], json!(PUBLIC));
    assert_eq!(server["code_challenge_methods_supported"], json!(["S256"]));
    assert_eq!(server["scopes_supported"], at_root["scopes_supported"]);
    for (name, path) in [
        ("authorization_endpoint", "/oauth/authorize"),
        ("token_endpoint", "/oauth/token"),
        ("registration_endpoint", "/oauth/register"),
        ("revocation_endpoint", "/oauth/revoke"),
    ] {
        assert_eq!(server[name], json!(format!("{PUBLIC}{path}")), "{name}");
    }
    for name in ["authorization_response_iss_parameter_supported", "client_id_metadata_document_supported"] {
        assert_eq!(server[name], json!(true), "{name}");
    }
    // Docket is no OpenID provider, and says so to programs as to programs.
    for path in
        ["/.well-known/openid-configuration", "/.well-known/openid-configuration/mcp", "/oauth/nothing"]
    {
        let answer = world.server.browser().get_request(path).send().await.unwrap();
        assert_eq!(
            (answer.status().as_u16(), &answer.headers()["content-type"]),
            (404, &"application/json".parse().unwrap()),
            "{path}"
        );
    }
    world.server.stop().await;
}

#[tokio::test]
async fn pages_of_trusted_origins_may_ask_for_tokens_and_others_may_not() {
    let world = World::new(Engine::Sqlite).await;
    for path in ["/oauth/token", "/oauth/register", "/oauth/revoke"] {
        let client = world.server.browser();
        let send = async |origin: &str| {
            let url = format!("{}{path}", world.server.url);
            client.client().post(url).header(ORIGIN, origin).form(&[("a", "b")]).send().await.unwrap()
        };
        let friend = send("https://friend.example").await;
        assert_eq!(friend.headers()["access-control-allow-origin"], "https://friend.example", "{path}");
        assert!(
            friend.status().as_u16() == 400
                && !friend.headers().contains_key("access-control-allow-credentials")
        );
        let stranger = send("https://evil.example").await;
        assert_eq!(stranger.status().as_u16(), 403, "{path}");
        assert!(!stranger.headers().contains_key("access-control-allow-origin"), "{path}");
    }
    world.server.stop().await;
}
