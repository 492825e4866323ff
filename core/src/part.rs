//! What a message or a reply carries beside its text.
//!
//! People send images, audio, files, stickers, places and transcripts; we send buttons, images,
//! files, cards and anything a channel understands. The list is closed: variants may be added.

use serde::{Deserialize, Serialize};

use crate::value::Value;

/// A piece of a message or of a reply. All fields but the first may be left out.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "lowercase")]
#[non_exhaustive]
pub enum Part {
    /// A picture.
    Image {
        /// Where it is.
        url: String,
        /// What it shows.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        alt: Option<String>,
    },
    /// A sound.
    Audio {
        /// Where it is.
        url: String,
    },
    /// Any file.
    File {
        /// Where it is.
        url: String,
        /// Its name.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        name: Option<String>,
    },
    /// A sticker of the channel.
    Sticker {
        /// The channel's identifier.
        id: String,
        /// The pack it belongs to.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        package: Option<String>,
    },
    /// A place on Earth, in degrees (WGS 84).
    Location {
        /// -90 to 90.
        latitude: f64,
        /// -180 to 180.
        longitude: f64,
        /// As the channel names it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        address: Option<String>,
    },
    /// What a speech recogniser heard, best first: `[{text, score}]`.
    Alternatives {
        /// The transcripts.
        list: Vec<Value>,
    },
    /// Buttons: `[{title, payload or url}]`.
    Buttons {
        /// The buttons, in order.
        list: Vec<Value>,
    },
    /// Cards of a carousel, as the channel takes them.
    Cards {
        /// The cards, in order.
        list: Vec<Value>,
    },
    /// Anything else that the channel understands.
    Custom {
        /// As authored.
        value: Value,
    },
}
