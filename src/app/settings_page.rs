//! `/settings`: the sections of several features on one page.

use crate::auth::ui::settings::{
    AccessTokens, Delete, DeviceList, Devices, Passkeys, Password, Profile, TwoFactorLogIn,
};
use crate::export::ui::DataSection;
use crate::feed::ui::FeedSection;
use crate::oauth::ui::ConnectedApps;
use crate::push::ui::Notifications;
use crate::tasks::ui::{ReminderSection, TimeZoneSection};
use crate::ui::drawer::{DrawerButton, SIDEBAR};
use crate::ui::icon::Glyph;
use crate::ui::title::PageTitle;
use crate::webhooks::ui::WebhookSection;
use leptos::prelude::*;

/// The person's account and data.
#[component]
pub fn SettingsPage() -> impl IntoView {
    Devices::provide();
    view! {
        <PageTitle text="Settings"/>
        <main class="page settings">
            <header class="page-bar">
                <DrawerButton drawer=SIDEBAR label="Open menu" glyph=Glyph::Menu/>
                <h1>"Settings"</h1>
            </header>
            <Profile/>
            <TimeZoneSection/>
            <ReminderSection/>
            <Notifications/>
            <Password/>
            <TwoFactorLogIn/>
            <Passkeys/>
            <DeviceList/>
            <ConnectedApps/>
            <AccessTokens/>
            <FeedSection/>
            <WebhookSection/>
            <DataSection/>
            <Delete/>
        </main>
    }
}
