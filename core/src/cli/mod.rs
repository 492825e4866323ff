//! The command line, one file a verb: the same in Rust, Python and Node.
//!
//! In: arguments without the program's name, and a flag that asks to stop. Out: an exit code: 0 done,
//! 1 the check or test found something, 2 wrong use. It never exits the process and installs no
//! signal handler; progress goes to a terminal only.

mod chat;
mod check;
mod console;
mod environment;
mod evaluate_cases;
mod evaluate_entities;
mod evaluate_intents;
mod evaluate_lookups;
mod evaluate_segmentation;
mod evaluate_sentiment;
mod evaluate_spelling;
mod examples;
mod evaluate_several;
mod learner;
mod explain;
mod explain_json;
mod judge;
mod judge_time;
mod lines;
mod recorded;
mod report;
mod roman;
mod make;
mod noise;
mod slips;
mod talk;
mod test;
mod test_json;
mod test_junit;
mod test_report;
mod test_results;
mod training;
mod watch;

use std::io;
use std::sync::atomic::AtomicBool;

use clap::{Parser, Subcommand};

pub(crate) use console::{Console, Exit};
use evaluate_entities::{EvaluateEntities, evaluate_entities};
use evaluate_intents::{EvaluateIntents, evaluate_intents};
use evaluate_lookups::{EvaluateLookups, evaluate_lookups};
use evaluate_sentiment::{EvaluateSentiment, evaluate_sentiment};

/// Thai-aware conversations: talk to a bot, check it, train it, test it.
#[derive(Debug, Parser)]
#[command(name = "sonthana", version, about, arg_required_else_help = true)]
struct Cli {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    Chat(chat::Chat),
    Check(check::Check),
    Train(training::Train),
    Test(test::Test),
    Explain(explain::Explain),
    Understand(lines::Understand),
    Tokenize(lines::Tokenize),
    Entities(lines::Find),
    Sentiment(lines::Feel),
    /// Score a model on labelled data.
    #[command(subcommand)]
    Evaluate(Evaluate),
    /// Make a compiled file that ships.
    #[command(subcommand)]
    Make(make::Make),
}

#[derive(Debug, Subcommand)]
enum Evaluate {
    Cases(evaluate_cases::Cases),
    Entities(EvaluateEntities),
    Intents(EvaluateIntents),
    Lookups(EvaluateLookups),
    Segmentation(evaluate_segmentation::Segmentation),
    Sentiment(EvaluateSentiment),
    Several(evaluate_several::Several),
    Spelling(evaluate_spelling::Spelling),
}

/// Runs the command line on arguments without the program's name; gives the exit code.
///
/// `stop` is looked at between pieces of long work: a host that handles Ctrl-C itself sets it.
pub fn run(args: &[String], stop: &AtomicBool) -> i32 {
    let mut console = Console::new(stop);
    let name = std::iter::once("sonthana".to_owned());
    let parsed = Cli::try_parse_from(name.chain(args.iter().cloned()));
    let outcome = match parsed {
        Ok(cli) => dispatch(cli.verb, &mut console),
        Err(error) => console.usage(&error),
    };
    match outcome.and_then(|exit| console.flush().map(|()| exit)) {
        Ok(exit) => exit.code(),
        // `sonthana tokenize - | head -1`: the reader has seen enough.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => 0,
        Err(error) => console.fail(&error.to_string()).code(),
    }
}

fn dispatch(verb: Verb, console: &mut Console<'_>) -> io::Result<Exit> {
    match verb {
        Verb::Chat(verb) => verb.run(console),
        Verb::Test(verb) => verb.run(console),
        Verb::Check(verb) => verb.run(console),
        Verb::Train(verb) => verb.run(console),
        Verb::Explain(verb) => verb.run(console),
        Verb::Understand(verb) => verb.run(console),
        Verb::Tokenize(verb) => verb.run(console),
        Verb::Entities(verb) => verb.run(console),
        Verb::Sentiment(verb) => verb.run(console),
        Verb::Evaluate(Evaluate::Cases(args)) => evaluate_cases::run(&args, console),
        Verb::Evaluate(Evaluate::Intents(args)) => evaluate_intents(&args, console),
        Verb::Evaluate(Evaluate::Entities(args)) => evaluate_entities(&args, console),
        Verb::Evaluate(Evaluate::Lookups(args)) => evaluate_lookups(&args, console),
        Verb::Evaluate(Evaluate::Segmentation(args)) => evaluate_segmentation::run(&args, console),
        Verb::Evaluate(Evaluate::Sentiment(args)) => evaluate_sentiment(&args, console),
        Verb::Evaluate(Evaluate::Several(args)) => evaluate_several::run(&args, console),
        Verb::Evaluate(Evaluate::Spelling(args)) => evaluate_spelling::run(&args, console),
        Verb::Make(what) => make::run(&what, console),
    }
}
