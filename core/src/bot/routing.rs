//! `routing:`: queues, business hours and the conditions under which a person takes over.
//!
//! ```yaml
//! routing:
//!   hours:
//!     shop: {mon-fri: "08:00-20:00", sat-sun: "09:00-18:00", closed: ["2026-12-31"]}
//!   queues:
//!     service: {hours: shop, priority: 5, closed: utter_closed}
//!   rules:
//!     - name: angry customer
//!       if: sentiment < -0.4 and turns >= 2
//!       queue: service
//!       priority: 1
//!       reason: angry
//!       say: utter_handoff
//! ```

use serde::{Deserialize, Serialize};

use super::Origin;

/// Everything under `routing:`.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Routing {
    pub(crate) hours: Vec<Hours>,
    pub(crate) queues: Vec<Queue>,
    /// In order: the first whose condition holds decides.
    pub(crate) routes: Vec<Route>,
}

/// When somebody is there, in the bot's zone.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Hours {
    pub(crate) name: String,
    pub(crate) origin: Origin,
    /// Monday to Sunday: minutes from midnight, half-open.
    pub(crate) week: [Vec<(u16, u16)>; 7],
    /// Dates on which nobody is there: year, month, day.
    pub(crate) closed: Vec<(i16, i8, i8)>,
}

/// People who can take a conversation.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Queue {
    pub(crate) name: String,
    pub(crate) origin: Origin,
    /// The name of its `hours`; none: always open.
    pub(crate) hours: Option<String>,
    /// 1 the most urgent, 9 the least.
    pub(crate) priority: u8,
    /// The response to give outside its hours, in place of the handoff.
    pub(crate) closed: Option<String>,
}

/// A condition and where it leads.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Route {
    pub(crate) name: String,
    pub(crate) origin: Origin,
    /// An expression over `intent confidence scope sentiment mood fallbacks turns slots.x open.hours`.
    pub(crate) when: String,
    /// Where the expression stands.
    pub(crate) when_origin: Origin,
    pub(crate) queue: String,
    pub(crate) priority: Option<u8>,
    pub(crate) reason: String,
    /// The response to give with the handoff.
    pub(crate) say: Option<String>,
}
