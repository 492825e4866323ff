//! The coffee shop in a Rust app: one line in, the replies out. `cargo run -p coffee`
//!
//! The engine is a pure function. This host brings the clock, the terminal and the shop's own
//! action `action_place_order`; the state is a value that it could keep anywhere.

use std::io::{self, BufRead, Write};
use std::time::{SystemTime, UNIX_EPOCH};

use sonthana::{Action, Bot, Engine, Event, State, Timestamp, Value};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/bot");
    let engine = Engine::new(Bot::open(folder)?)?;
    let mut state = engine.start(now()).state;
    print!("คุณ: ");
    io::stdout().flush()?;
    for line in io::stdin().lock().lines() {
        state = answer(&engine, state, Event::message(line?));
        print!("คุณ: ");
        io::stdout().flush()?;
    }
    Ok(())
}

/// One turn, and those that follow from what the host itself does.
fn answer(engine: &Engine, state: State, event: Event) -> State {
    let turn = engine.turn(state, event, now());
    let mut state = turn.state;
    for action in turn.actions {
        match action {
            Action::Say { text, .. } => println!("ร้าน: {text}"),
            Action::Call { id, name, value } => {
                state = answer(engine, state, Event::answer(id, run(&name, &value)));
            }
            Action::Handoff { queue, summary, .. } => {
                println!("[ส่งต่อให้ {}]\n{summary}", queue.unwrap_or_default());
            }
            // `Wait` matters to hosts that stay quiet for long, `End` to those that close windows.
            _ => {}
        }
    }
    state
}

/// The shop's own actions: here the order would go to the till.
fn run(name: &str, _value: &Value) -> Value {
    match name {
        "action_place_order" => {
            Value::map([("replies", Value::List(vec![Value::map([("text", Value::from("เลขที่ออเดอร์ A001 ค่ะ"))])]))])
        }
        _ => Value::map([("error", Value::from("failed"))]),
    }
}

#[allow(clippy::disallowed_methods)] // a host brings the clock
fn now() -> Timestamp {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Timestamp(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
}
