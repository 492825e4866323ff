//! `Event`, `Command`, `Part` and `Action` as Python classes, one for each variant.
//!
//! The tables below name what the core names, field for field; a field the core gains does not
//! compile here until it is added. Classes are frozen, compare, hash, print, copy and pickle.

use pyo3::exceptions::PyNotImplementedError;
use pyo3::prelude::*;

use crate::door::{Door, Plain, Text, Time};
use crate::record::{reduce, repr};

macro_rules! mirror {
    ($(#[$doc:meta])* $name:ident { $($(#[$about:meta])* $variant:ident ($($field:ident: $type:ty $(= $default:expr)?),*))* }) => {
        $(#[$doc])*
        #[pyclass(frozen, eq, module = "sonthana", from_py_object)]
        #[derive(Clone, PartialEq)]
        pub(crate) enum $name {
            $($(#[$about])*
            #[pyo3(constructor = ($($field $(= $default)?),*))]
            $variant { $($field: $type),* },)*
        }

        impl Door for $name {
            type Core = sonthana::$name;

            fn give(self) -> sonthana::$name {
                match self { $(
                    $name::$variant { $($field),* } => sonthana::$name::$variant { $($field: $field.give()),* },
                )* }
            }

            fn take(core: sonthana::$name) -> PyResult<Self> {
                Ok(match core {
                    $(sonthana::$name::$variant { $($field),* } => $name::$variant { $($field: Door::take($field)?),* },)*
                    _ => return Err(PyNotImplementedError::new_err("a variant this binding does not know")),
                })
            }
        }

        #[pymethods]
        impl $name {
            fn __repr__(slf: &Bound<'_, Self>) -> PyResult<String> {
                repr(slf.as_any(), true)
            }

            fn __hash__(slf: &Bound<'_, Self>) -> PyResult<isize> {
                repr(slf.as_any(), true)?.into_pyobject(slf.py())?.hash()
            }

            fn __reduce__<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
                reduce(slf.as_any())
            }
        }
    };
}

mirror! {
    /// What a message or a reply carries beside its text.
    Part {
        /// A picture.
        Image(url: Text, alt: Option<Text> = None)
        /// A sound.
        Audio(url: Text)
        /// Any file.
        File(url: Text, name: Option<Text> = None)
        /// A sticker of the channel.
        Sticker(id: Text, package: Option<Text> = None)
        /// A place on Earth, in degrees.
        Location(latitude: f64, longitude: f64, address: Option<Text> = None)
        /// What a speech recogniser heard, best first: `[{"text", "score"}]`.
        Alternatives(list: Vec<Plain>)
        /// Buttons: `[{"title", "payload" or "url"}]`.
        Buttons(list: Vec<Plain>)
        /// Cards of a carousel.
        Cards(list: Vec<Plain>)
        /// Anything else that the channel understands.
        Custom(value: Plain)
    }
}

mirror! {
    /// One thing that a person meant, said symbolically.
    Command {
        /// Begin a flow, form or intent by name.
        Start(name: Text)
        /// Fill a slot.
        Set(name: Text, value: Plain = Plain(sonthana::Value::Null))
        /// Change a slot that was filled before.
        Correct(name: Text, value: Plain = Plain(sonthana::Value::Null))
        /// Leave what is being done.
        Cancel()
        /// Yes.
        Affirm()
        /// No.
        Deny()
        /// Leave this question out.
        Skip()
        /// Say that again.
        Repeat()
        /// It could be one of several, best first.
        Clarify(list: Vec<Text>)
        /// A question to the knowledge base.
        Answer(text: Text)
        /// Ask for a person.
        Handoff()
    }
}

mirror! {
    /// Something that happened.
    Event {
        /// A person wrote.
        Message(text: Text, id: Option<Text> = None, parts: Vec<Part> = Vec::new(), channel: Option<Text> = None, language: Option<Text> = None)
        /// A button was pressed or a digit dialled.
        Choice(name: Text, value: Plain = Plain(sonthana::Value::Null), text: Option<Text> = None, id: Option<Text> = None)
        /// A host action's result: `{"slots", "replies", "events", "error"}`.
        Answer(id: Text, value: Plain = Plain(sonthana::Value::Null))
        /// Time passed: everything due fires.
        Tick()
        /// The host sets a slot; `None` unsets it.
        Set(name: Text, value: Plain = Plain(sonthana::Value::Null))
        /// The host's own model understood the message.
        Commands(list: Vec<Command>, text: Option<Text> = None, id: Option<Text> = None)
        /// The human agent hands back, or a pause ends.
        Resume()
    }
}

mirror! {
    /// Something for the host to do, in order.
    Action {
        /// Send a reply.
        Say(name: Text, text: Text = Text(String::new()), parts: Vec<Part> = Vec::new(), id: Text = Text(String::new()))
        /// Run a host action and send its result as `Event.Answer`.
        Call(id: Text, name: Text, value: Plain = Plain(sonthana::Value::Null))
        /// Send `Event.Tick` at or after this time, in milliseconds; replaces the wait before.
        Wait(until: Time)
        /// Give the conversation to a person; the bot is silent until `Event.Resume`.
        Handoff(reason: Text, queue: Option<Text> = None, priority: Option<u8> = None, summary: Text = Text(String::new()), value: Plain = Plain(sonthana::Value::Null), id: Text = Text(String::new()))
        /// The conversation is over.
        End()
    }
}
