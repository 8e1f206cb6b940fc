//! Nobody, and all who only seem to be somebody.

use super::*;
use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};

#[tokio::test]
async fn nobody_gets_anything_that_needs_a_session() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let database = TestDatabase::migrated(engine).await;
        let world = World::new(&database).await;
        let revoked = world.server.browser();
        revoked.log_in("ann@example.com").await;
        let (revoked_cookie, revoked_token) = (revoked.session_cookie(), revoked.token().await);
        revoked.form("/rpc/auth/log_out", &[]).await;
        let claims = claims(&world.ann.token().await);
        let bearer = |token: String| (AUTHORIZATION, format!("Bearer {token}"));
        let expired = json!({ "iat": 1_600_000_000, "exp": 1_600_604_800 });
        let imposters = [
            ("nobody", (COOKIE, String::new())),
            ("a revoked session", (COOKIE, revoked_cookie.clone())),
            ("a right password alone", (COOKIE, two_factor::half_logged_in(&world.server).await)),
            ("a forged cookie", (COOKIE, forge(&world.ann.session_cookie()))),
            ("a revoked session's token", bearer(revoked_token)),
            ("a forged token", bearer(sign(&claims, Algorithm::HS256, "not the secret of this server, no"))),
            ("an expired token", bearer(sign(&merged(&claims, expired), Algorithm::HS256, SECRET))),
            (
                "a token of another issuer",
                bearer(sign(&merged(&claims, json!({ "iss": "x" })), Algorithm::HS256, SECRET)),
            ),
            ("a token of another algorithm", bearer(sign(&claims, Algorithm::HS512, SECRET))),
            ("a token that nobody signed", bearer(unsigned(&claims))),
            ("a revoked personal token", bearer(world.revoked_personal_token().await)),
            ("a made-up personal token", bearer(format!("docket_pat_{}", "x".repeat(43)))),
            ("a made-up token of an app", bearer(format!("docket_at_{}", "x".repeat(43)))),
        ];
        // The same claims in a good token work, so the others fail for no other reason.
        let fine = sign(&claims, Algorithm::HS256, SECRET);
        let me = world.request(&route("/rpc/auth/me")).bearer_auth(fine).send().await.unwrap();
        assert_eq!(me.json::<Value>().await.unwrap()["email"], "ann@example.com");

        let before = world.ann.export().await;
        let (mut walked, mut through) = (0, Vec::new());
        for (who, (header, value)) in &imposters {
            for route in routes().iter().filter(|route| !is_public(route)) {
                let mut request = world.request(route);
                if !value.is_empty() {
                    request = request.header(header, value);
                }
                if *header == COOKIE {
                    request = request.header(ORIGIN, &world.server.url);
                }
                walked += 1;
                if let Err(answer) = is_denied(route, request.send().await.unwrap()).await {
                    through.push(format!("{who}: {answer}"));
                }
            }
        }
        eprintln!("{engine:?}: {} of {walked} requests without a right were denied", walked - through.len());
        assert!(through.is_empty(), "{}", through.join("\n"));
        assert_eq!(world.ann.export().await, before);
        world.server.stop().await;
    }
}

fn route(path: &str) -> Route {
    routes().into_iter().find(|route| route.path == path).unwrap()
}

fn claims(token: &str) -> Value {
    use base64::Engine;
    let payload = token.split('.').nth(1).unwrap();
    let payload = base64::engine::general_purpose::URL_SAFE_NO_PAD.decode(payload).unwrap();
    serde_json::from_slice(&payload).unwrap()
}

fn merged(claims: &Value, with: Value) -> Value {
    let mut claims = claims.as_object().unwrap().clone();
    claims.extend(with.as_object().unwrap().clone());
    Value::Object(claims)
}

fn sign(claims: &Value, algorithm: Algorithm, secret: &str) -> String {
    encode(&Header::new(algorithm), claims, &EncodingKey::from_secret(secret.as_bytes())).unwrap()
}

fn unsigned(claims: &Value) -> String {
    let signed = sign(claims, Algorithm::HS256, SECRET);
    // {"alg":"none","typ":"JWT"}
    format!("eyJhbGciOiJub25lIiwidHlwIjoiSldUIn0.{}.", signed.split('.').nth(1).unwrap())
}

/// A session cookie with another signature.
fn forge(cookie: &str) -> String {
    let (token, signature) = cookie.rsplit_once('.').unwrap();
    let first = if signature.starts_with('a') { "b" } else { "a" };
    format!("{token}.{first}{}", &signature[1..])
}
