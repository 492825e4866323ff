//! Any history at all.

use super::*;
use proptest::prelude::*;

fn fact() -> impl Strategy<Value = Fact> {
    use crate::state::{Feature, UserSide};
    let slot = prop_oneof![Just(None), Just(Some(Feature::Set)), any::<bool>().prop_map(|b| Some(Feature::Bool(b)))];
    let user = (proptest::option::of(0..12_u16), proptest::collection::vec(0..3_u16, 0..3));
    prop_oneof![
        6 => (0..24_u16, any::<bool>()).prop_map(|(action, hidden)| Fact::Action(action, hidden)),
        6 => user.prop_map(|(intent, entities)| Fact::User(UserSide { intent, entities })),
        3 => (0..6_u16, slot).prop_map(|(slot, feature)| Fact::Slot(slot, feature)),
        3 => prop_oneof![Just(LoopState::None), (18..24_u16).prop_map(LoopState::Active)].prop_map(Fact::Loop),
        2 => (0..24_u16).prop_map(Fact::Rejected),
        1 => any::<bool>().prop_map(Fact::Interrupted),
        1 => (0..24_u16).prop_map(Fact::Followup),
        1 => Just(Fact::Rewind),
        1 => Just(Fact::Undo),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_history_gets_a_choice_and_the_same_one_twice(facts in proptest::collection::vec(fact(), 0..60)) {
        let mut talk = Talk::new(&format!("{FORM}stories:\n- story: s\n  steps: [{{intent: greet}}, {{action: utter_a}}]\n"));
        for fact in &facts {
            talk.history.push(fact.clone());
            let choice = talk.choice();
            prop_assert!((0.0..=1.0).contains(&choice.score));
            prop_assert_eq!(choice, talk.choice());
        }
        // Replaying what counts gives the same moments.
        let mut again = History::new(initial(&talk.bot));
        talk.history.facts().iter().for_each(|fact| again.push(fact.clone()));
        prop_assert_eq!(again.now(), talk.history.now());
    }
}
