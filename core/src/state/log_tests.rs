//! A state restored goes on as the one that was saved: its history is worked out from the log alone.

use std::sync::Arc;

use proptest::prelude::*;

use super::*;
use crate::bot::{Bot, Names};

const DOMAIN: &str = "intents: [order, inform]\nslots: {drink: {type: text, mappings: [{type: custom}]}}\n\
    forms: {order_form: {required_slots: [drink]}}\nresponses: {utter_ok: [{text: ได้ค่ะ}]}\nrules: []\n";

/// Something done to a state.
#[derive(Clone, Copy, Debug)]
enum Did {
    Form,
    Listen,
    Reply,
    Said,
    Drink(bool),
    Loop(bool),
    Refused(bool),
    Followup(bool),
    Interrupted,
    Rewind(bool),
    Undo,
    Fold(usize),
    Clear,
}

fn did() -> impl Strategy<Value = Did> {
    prop_oneof![
        6 => Just(Did::Form),
        6 => Just(Did::Listen),
        3 => Just(Did::Reply),
        6 => Just(Did::Said),
        3 => any::<bool>().prop_map(Did::Drink),
        3 => any::<bool>().prop_map(Did::Loop),
        2 => any::<bool>().prop_map(Did::Refused),
        2 => any::<bool>().prop_map(Did::Followup),
        1 => Just(Did::Interrupted),
        2 => any::<bool>().prop_map(Did::Rewind),
        1 => Just(Did::Undo),
        1 => (0..6_usize).prop_map(Did::Fold),
        1 => Just(Did::Clear),
    ]
}

fn apply(state: &mut State, did: Did) {
    let action = |name: &str| state.frame.names.action(name).unwrap();
    let (form, reply) = (action("order_form"), action("utter_ok"));
    match did {
        Did::Form => state.log_action(form, false),
        Did::Listen => state.log_action(LISTEN, false),
        Did::Reply => state.log_action(reply, false),
        Did::Said => state.log_user(UserSide { intent: Some(0), entities: Vec::new() }),
        Did::Drink(set) => state.log_slot(0, if set { Value::from("ชา") } else { Value::Null }),
        Did::Loop(on) => state.log_loop(on.then_some(form)),
        Did::Refused(own) => state.log_rejection(if own { form } else { reply }),
        Did::Followup(own) => state.note(Entry::Followup(if own { form } else { LISTEN })),
        Did::Interrupted => state.note(Entry::Interrupted),
        Did::Rewind(keep) => {
            state.rewind(keep);
        }
        Did::Undo => state.undo_action(),
        Did::Fold(keep) => state.fold_to(keep),
        Did::Clear => state.clear_log(),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, ..ProptestConfig::default() })]

    #[test]
    fn the_log_says_it_all(list in prop::collection::vec(did(), 1..50)) {
        let bot = Bot::read(&[("domain.yml".to_owned(), DOMAIN.to_owned())]).unwrap();
        let frame = Arc::new(Frame::new(&bot, Names::of(&bot), 12));
        let mut state = State::new(Arc::clone(&frame), 0);
        for did in list {
            apply(&mut state, did);
            let again = restore(&frame, &state.save()).unwrap();
            prop_assert_eq!(&again.history, &state.history, "after {:?}", did);
        }
    }
}
