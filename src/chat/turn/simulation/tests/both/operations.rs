//! The operations, with random values. Some name what is not there, or is somebody else's.

use super::answers::Side;
use super::{Answers, Both};
use crate::chat::MessageStatus;
use crate::chat::store::leases::{Beat, LeaseId, RunningRow};
use crate::chat::store::pieces::Known;
use crate::chat::store::turns::{Beginning, Ending};
use crate::chat::store::{EndRow, Usage};
use crate::config::Quotas;
use crate::error::Reason;
use crate::timestamp::Timestamp;
use serde_json::{Value, json};
use sqlx::types::Json;
use std::sync::Arc;

const DAY: &str = "1970-01-12";

impl Both {
    pub(super) async fn operate(&mut self) -> sqlx::Result<Answers> {
        match self.draw(20) {
            0 => self.take_lease().await,
            1..=4 => self.begin().await,
            5..=7 => self.append().await,
            8 | 9 => self.end().await,
            10 => self.interrupt().await,
            11 => self.claim().await,
            12 => self.stop().await,
            13 => self.beat().await,
            14 => self.expire().await,
            15 => self.look().await,
            16 => self.newer().await,
            17 => self.read().await,
            18 => self.title().await,
            _ => self.before().await,
        }
    }

    async fn take_lease(&mut self) -> sqlx::Result<Answers> {
        let id = LeaseId::new(format!("lease{}", self.leases.len()));
        let real = self.store().take_lease().await?;
        self.rows.take_lease(id.clone());
        self.leases.insert(id, real);
        Ok(("take_lease".into(), Value::Null, Value::Null))
    }

    async fn begin(&mut self) -> sqlx::Result<Answers> {
        let (user, writer, place) = (self.some_user(), self.some_lease(), self.some_place());
        let conversation = self.happens(75).then_some(place).filter(|_| !self.conversations.is_empty());
        let quotas = Quotas {
            messages: self.happens(10).then_some(8),
            tokens: self.happens(10).then_some(60),
            runs: self.happens(20).then_some(3),
            ..Quotas::default()
        };
        let model = match self.draw(6) {
            0 => Some(None),
            1 => Some(Some("some/model".to_owned())),
            _ => None,
        };
        let (text, client_id) = (self.some_text() + "?", format!("client{}", self.draw(40)));
        let now = Timestamp::of_unix_milliseconds(1_000_000_000 + 40_000_000 * self.small(4));
        let now = now.unwrap_or_else(Timestamp::latest);
        let title = text.clone();
        let here =
            Beginning { user, conversation, title, text, client_id, model, quotas, queue: 2, writer, now };
        let there = Beginning {
            conversation: here.conversation.map(|place| self.place_there(place)),
            writer: self.lease_there(&here.writer),
            ..here.clone()
        };
        let begun = self.rows.begin(&here);
        let real = self.store().begin(there).await?;
        if let Some((begun, real)) = begun.as_ref().zip(real.as_ref()) {
            self.conversations.insert(begun.conversation.id, real.conversation.id);
            self.messages.insert(begun.question.id, real.question.id);
            self.messages.insert(begun.reply.id, real.reply.id);
        }
        let with_past = real.as_ref().is_none_or(|real| real.past.is_some());
        let answer = Side::Here.begun(begun.as_ref(), with_past);
        Ok((format!("begin {here:?}"), answer, Side::There(self).begun(real.as_ref(), with_past)))
    }

    async fn append(&mut self) -> sqlx::Result<Answers> {
        let first = self.some_reply();
        let writer = self.writer_of(first);
        let mut batch = Vec::new();
        for number in 0..=self.draw(3) {
            let reply = if number == 0 { first } else { self.some_reply() };
            let piece = self.some_piece(reply);
            if batch.iter().all(|(known, _)| *known != reply) {
                batch.push((reply, self.happens(85).then_some(Arc::new(piece))));
            }
        }
        let ids: Vec<_> = batch.iter().map(|(reply, _)| *reply).collect();
        let kept = self.rows.kept(&writer, &ids);
        self.rows.append(&kept, &batch);
        let there = batch.iter().map(|(reply, piece)| (self.message_there(*reply), piece.clone())).collect();
        let real = self.store().append(self.lease_there(&writer), there).await?;
        Ok((format!("append {writer:?} {batch:?}"), Side::Here.kept(&kept), Side::There(self).kept(&real)))
    }

    async fn end(&mut self) -> sqlx::Result<Answers> {
        let reply = self.some_reply();
        let place = self.rows.messages.get(&reply).map(|row| row.conversation);
        let conversation = place.unwrap_or_else(|| self.some_place());
        let status = match self.draw(4) {
            0 => MessageStatus::Complete,
            1 => MessageStatus::Stopped,
            2 => MessageStatus::Interrupted,
            _ => MessageStatus::Failed,
        };
        let error = (status == MessageStatus::Failed).then(|| Json(Reason::Fault.into()));
        let lease = self.some_lease();
        let here = Ending {
            user: self.user_of(reply),
            reply,
            conversation,
            writer: self.writer_of(reply),
            progress: self.some_progress(),
            end: EndRow { status, error },
            usage: Usage {
                model: self.happens(50).then(|| "some/model".to_owned()),
                input: self.small(20).unsigned_abs(),
                output: self.small(20).unsigned_abs(),
            },
            day: DAY.to_owned(),
            next: self.happens(80).then_some(lease),
        };
        let there = Ending {
            reply: self.message_there(here.reply),
            conversation: self.place_there(here.conversation),
            writer: self.lease_there(&here.writer),
            next: here.next.as_ref().map(|lease| self.lease_there(lease)),
            ..here.clone()
        };
        let ended = self.rows.end(&here);
        let real = self.store().end(there).await?;
        Ok((format!("end {here:?}"), Side::Here.ended(&ended), Side::There(self).ended(&real)))
    }

    async fn interrupt(&mut self) -> sqlx::Result<Answers> {
        let reply = self.some_reply();
        let (user_id, writer) = (self.user_of(reply), Some(self.writer_of(reply)));
        let here = RunningRow { id: reply, user_id, writer, stopping: false };
        let there = RunningRow {
            id: self.message_there(reply),
            writer: here.writer.as_ref().map(|writer| self.lease_there(writer)),
            ..here.clone()
        };
        let is_theirs = self.rows.message(&here.user_id, reply).is_some();
        let joined = self.rows.joined(reply).filter(|_| is_theirs);
        let ended = joined.is_some_and(|(progress, _)| self.rows.interrupt(&here, progress));
        let real = self.store().interrupt(there).await?;
        Ok((format!("interrupt {here:?}"), json!(ended), json!(real)))
    }

    async fn claim(&mut self) -> sqlx::Result<Answers> {
        let (user, place, writer) = (self.some_user(), self.some_place(), self.some_lease());
        let claimed = self.rows.claim(&user, place, &writer);
        let real = self.store().claim(user, self.place_there(place), self.lease_there(&writer)).await?;
        let answer = Side::Here.exchange(claimed.as_ref());
        Ok((format!("claim {place} {writer:?}"), answer, Side::There(self).exchange(real.as_ref())))
    }

    async fn stop(&mut self) -> sqlx::Result<Answers> {
        let reply = self.some_reply();
        let user = self.user_of(reply);
        let is_there = self.rows.ask_to_stop(&user, reply);
        let real = self.store().ask_to_stop(user, self.message_there(reply)).await?;
        Ok((format!("ask_to_stop {reply}"), json!(is_there), json!(real)))
    }

    async fn beat(&mut self) -> sqlx::Result<Answers> {
        let lease = self.some_lease();
        let own = self.happens(80).then_some(lease);
        let beats = self.rows.beat(own.as_ref());
        let real = self.store().beat(own.as_ref().map(|own| self.lease_there(own))).await?;
        Ok((format!("beat {own:?}"), Side::Here.beats(&beats), Side::There(self).beats(&real)))
    }

    async fn expire(&mut self) -> sqlx::Result<Answers> {
        let lease = self.some_lease();
        let there = self.lease_there(&lease);
        match self.draw(8) {
            0 => {
                self.rows.end_other_leases(&lease);
                self.store().end_other_leases(there).await?;
            }
            1 => {
                self.rows.give_lease_back(&lease);
                self.store().give_lease_back(there).await?;
            }
            _ => {
                let is_late = self.happens(50);
                let beats = self.rows.leases.get(&lease).copied().unwrap_or_default() - i64::from(is_late);
                self.rows.expire(&[Beat { id: lease.clone(), beats }]);
                self.store().expire(vec![Beat { id: there, beats }]).await?;
            }
        }
        Ok((format!("expire {lease:?}"), Value::Null, Value::Null))
    }

    async fn look(&mut self) -> sqlx::Result<Answers> {
        let writer = self.some_lease();
        let queues = self.rows.abandoned_queues().into_iter().map(|(user, place)| (place.get(), user));
        let mut queues: Vec<_> = queues.collect();
        queues.sort();
        let (orphans, written) = (self.rows.orphans(200), self.rows.written_by(&writer));
        let here = json!([Side::Here.running(&orphans), Side::Here.running(&written), queues]);
        let orphans = self.store().orphans(200).await?;
        let written = self.store().written_by(self.lease_there(&writer)).await?;
        let queues = self.store().abandoned_queues().await?.into_iter();
        let mut queues: Vec<_> = queues.map(|(user, place)| (self.place_here(place.get()), user)).collect();
        queues.sort();
        let side = Side::There(self);
        Ok(("look".into(), here, json!([side.running(&orphans), side.running(&written), queues])))
    }

    async fn newer(&mut self) -> sqlx::Result<Answers> {
        let mut known: Vec<Known> = Vec::new();
        for _ in 0..=self.draw(3) {
            let (reply, number) = (self.some_reply(), self.small(3));
            let user = self.user_of(reply);
            if known.iter().all(|known| known.reply != reply) {
                known.push(Known { reply, user, number });
            }
        }
        let newer = self.rows.newer(&known);
        let there =
            known.iter().map(|known| Known { reply: self.message_there(known.reply), ..known.clone() });
        let real = self.store().newer(there.collect()).await?;
        Ok((format!("newer {known:?}"), Side::Here.newer(&newer), Side::There(self).newer(&real)))
    }

    async fn read(&mut self) -> sqlx::Result<Answers> {
        let reply = self.some_reply();
        let (user, id) = (self.user_of(reply), self.message_there(reply));
        let (stored, exchange) = (self.rows.stored(&user, reply), self.rows.exchange(&user, reply));
        let (message, side) = (self.rows.message(&user, reply), Side::Here);
        let message = message.map(|row| side.row(&row));
        let here = json!([side.stored(stored.as_ref()), side.exchange(exchange.as_ref()), message]);
        let stored = self.store().stored(user.clone(), id).await?;
        let exchange = self.store().exchange(user.clone(), id).await?;
        let message = self.store().message(user, id).await?;
        let side = Side::There(self);
        let message = message.map(|row| side.row(&row));
        let there = json!([side.stored(stored.as_ref()), side.exchange(exchange.as_ref()), message]);
        Ok((format!("read {reply}"), here, there))
    }

    async fn title(&mut self) -> sqlx::Result<Answers> {
        let (user, place) = (self.some_user(), self.some_place());
        let title = self.happens(60).then(|| "A title".to_owned());
        let cost = (DAY.to_owned(), self.small(3).unsigned_abs());
        self.rows.suggest_title(&user, place, title.clone(), &cost);
        self.store().suggest_title(user.clone(), self.place_there(place), title, cost).await?;
        let here = self.rows.tokens_used(&user, DAY);
        let real = self.store().tokens_used(user, DAY.to_owned()).await?;
        Ok((format!("title {place}"), json!(here), json!(real)))
    }

    async fn before(&mut self) -> sqlx::Result<Answers> {
        let reply = self.some_reply();
        let place = self.rows.messages.get(&reply).map(|row| row.conversation);
        let place = place.unwrap_or_else(|| self.some_place());
        let (user, limit) = (self.user_of(reply), self.small(6));
        let here = self.rows.before(&user, place, reply, limit);
        let (place, id) = (self.place_there(place), self.message_there(reply));
        let real = self.store().before(user, place, id, limit).await?;
        Ok((format!("before {reply}"), Side::Here.past(&here), Side::There(self).past(&real)))
    }
}
