//! Sending to a push service (RFC 8030).

use super::subscription::{Checked, check};
use super::{Push, PushError, PushOptions};
use crate::outbound::{NotPublic, OutboundError, retry_after};
use crate::push::store::{self, Subscription};
use crate::timestamp::Timestamp;
use reqwest::header::{AUTHORIZATION, CONTENT_ENCODING, CONTENT_TYPE, HeaderName};
use reqwest::{Response, StatusCode};
use std::error::Error;
use std::ops::Range;
use web_push_native::Auth;
use web_push_native::p256::PublicKey;

/// Most bytes of what is sent. Push services take 4096 bytes, of which the encryption needs 103.
pub const PAYLOAD_MAX: usize = 4096 - 103;
/// The size of a record, as a message's head tells it, and where. It is that of the standard's example.
const RECORD_SIZE: u32 = 4096;
const SIZE_AT: Range<usize> = 16..20;
/// Most bytes that are read of an answer.
const ANSWER_MAX: usize = 1024;

const TTL: HeaderName = HeaderName::from_static("ttl");
const TOPIC: HeaderName = HeaderName::from_static("topic");
const URGENCY: HeaderName = HeaderName::from_static("urgency");

impl Push {
    /// Sends something to a browser. Returns when its push service has taken it, which keeps it until the browser is there.
    /// If the service does not know the subscription any more, it is removed here too.
    ///
    /// # Errors
    /// If the push service does not take it within ten seconds. [`PushError::Later`] alone is worth another try.
    pub async fn send(
        &self,
        subscription: &Subscription,
        payload: &[u8],
        options: &PushOptions,
    ) -> Result<(), PushError> {
        let sent = self.post(subscription, payload, options).await;
        if sent == Err(PushError::Gone)
            && let Err(error) = self.forget(subscription).await
        {
            tracing::warn!(%error, "a subscription that has ended could not be removed");
        }
        sent
    }

    async fn forget(&self, subscription: &Subscription) -> sqlx::Result<()> {
        let mut transaction = self.db.write().await?;
        store::delete_gone(&mut transaction, subscription).await?;
        transaction.commit().await
    }

    async fn post(
        &self,
        subscription: &Subscription,
        payload: &[u8],
        options: &PushOptions,
    ) -> Result<(), PushError> {
        let Subscription { endpoint, p256dh, auth, .. } = subscription;
        let Checked { endpoint, key, auth } = check(&self.outbound, endpoint, p256dh, auth)
            .ok_or_else(|| PushError::Refused("the subscription cannot be used".into()))?;
        if payload.len() > PAYLOAD_MAX {
            return Err(PushError::Refused(format!("more than {PAYLOAD_MAX} bytes")));
        }
        let body = encrypt(payload, &key, &auth)?;
        let now = self.clock.now();
        let authorization = self
            .tokens
            .authorization(&endpoint.origin().ascii_serialization(), &now)
            .map_err(|error| PushError::Refused(error.to_string()))?;
        let client = self.outbound.client(&endpoint).map_err(|error| match error {
            OutboundError::NotPublic(error) => PushError::Refused(error.to_string()),
            OutboundError::Client(error) => later(&error),
        })?;
        let mut request = client
            .post(endpoint)
            .header(AUTHORIZATION, authorization)
            .header(CONTENT_ENCODING, "aes128gcm")
            .header(CONTENT_TYPE, "application/octet-stream")
            .header(TTL, options.ttl.as_secs())
            .header(URGENCY, options.urgency.as_str());
        if let Some(topic) = &options.topic {
            request = request.header(TOPIC, topic.as_str());
        }
        let answer = request.body(body).send().await.map_err(|error| match NotPublic::caused(&error) {
            true => PushError::Refused(NotPublic.to_string()),
            false => later(&error),
        })?;
        judge(answer, &now).await
    }
}

/// Encrypts what is sent. web-push-native says that a record is as long as this one, but the size must be greater than that
/// (RFC 8291, section 4). It is no part of what is encrypted, so it is set afterwards.
fn encrypt(payload: &[u8], key: &PublicKey, auth: &Auth) -> Result<Vec<u8>, PushError> {
    let mut body = web_push_native::encrypt(payload.to_vec(), key, auth)
        .map_err(|error| PushError::Refused(error.to_string()))?;
    if let Some(size) = body.get_mut(SIZE_AT) {
        size.copy_from_slice(&RECORD_SIZE.to_be_bytes());
    }
    Ok(body)
}

/// What a push service's answer means. Its text is only read to say why it refused.
async fn judge(answer: Response, now: &Timestamp) -> Result<(), PushError> {
    let status = answer.status();
    if status.is_success() {
        return Ok(());
    }
    let retry_after = retry_after(answer.headers(), now);
    let is_later = status.is_server_error()
        || matches!(status, StatusCode::TOO_MANY_REQUESTS | StatusCode::REQUEST_TIMEOUT);
    if matches!(status, StatusCode::NOT_FOUND | StatusCode::GONE) {
        return Err(PushError::Gone);
    }
    let why = format!("status {}: {}", status.as_u16(), beginning(answer).await);
    Err(if is_later { PushError::Later { retry_after, why } } else { PushError::Refused(why) })
}

/// The beginning of an answer, on one line.
async fn beginning(mut answer: Response) -> String {
    let mut text = Vec::new();
    while let Ok(Some(chunk)) = answer.chunk().await {
        let room = ANSWER_MAX - text.len();
        text.extend(chunk.iter().take(room));
        if text.len() == ANSWER_MAX {
            break;
        }
    }
    String::from_utf8_lossy(&text).chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

/// An error of the network, without the address, which is not for the log.
fn later(error: &reqwest::Error) -> PushError {
    let (mut causes, mut cause) = (Vec::new(), error.source());
    while let Some(inner) = cause {
        causes.push(inner.to_string());
        cause = inner.source();
    }
    let why = if causes.is_empty() { "no answer".to_owned() } else { causes.join(": ") };
    PushError::Later { retry_after: None, why }
}

#[cfg(test)]
mod tests {
    use super::*;
    use base64::Engine;
    use base64::engine::general_purpose::URL_SAFE_NO_PAD;
    use web_push_native::p256::SecretKey;

    /// The example of RFC 8291, section 5.
    const PRIVATE: &str = "q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94";
    const AUTH: &str = "BTBZMqHH6r4Tts7J_aSIgg";
    const BODY: &str = "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6T\
        lzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN";

    #[test]
    fn the_encryption_is_that_of_the_standard() -> Result<(), Box<dyn Error>> {
        let key = SecretKey::from_slice(&URL_SAFE_NO_PAD.decode(PRIVATE)?)?;
        let auth: [u8; 16] = URL_SAFE_NO_PAD.decode(AUTH)?.try_into().map_err(|_| "16 bytes")?;
        let text = b"When I grow up, I want to be a watermelon";
        assert_eq!(web_push_native::decrypt(URL_SAFE_NO_PAD.decode(BODY)?, &key, &auth.into())?, text);
        let (public, auth) = (key.public_key(), auth.into());
        for text in [&text[..], b"", &[b'x'; PAYLOAD_MAX]] {
            let body = encrypt(text, &public, &auth)?;
            assert_eq!(body.len(), text.len() + 103);
            let size = u32::from_be_bytes(body[16..20].try_into()?);
            assert!(size as usize > text.len() + 17, "{size} for {}", text.len());
            assert_eq!(web_push_native::decrypt(body, &key, &auth)?, text);
        }
        Ok(())
    }
}
