"""English."""

from __future__ import annotations

from bot.texts import Texts
from index.change import TOLD
from index.schema import Intent, Reason, Style, Verdict

ENGLISH = Texts(
    thousands=",",
    commands={
        "ask": "ask a question: /ask what did … say about …",
        "quotes": "what someone said: /quotes NAME about …",
        "timeline": "statements by date, as a picture: /timeline NAME about …",
        "alerts": "be told what is new: /alerts NAME about …",
        "speakers": "who is quoted, and how often",
        "sources": "the articles I know",
        "history": "your last questions",
        "help": "how to ask",
        "privacy": "what is kept about you",
        "forget": "delete it",
        "start": "begin",
    },
    welcome=(
        "Ask me who said what in the news articles I know. I answer with the statements themselves, letter by letter, "
        "and where each is written. What was never said I do not make up."
    ),
    welcome_group="In groups I answer /ask, a mention of me, and replies to my messages.",
    examples="Try one of these:",
    timeline_usage="Whose statements, and on what? For example: /timeline {example} about …",
    only_text="I read text only: write me a question. /help tells how.",
    difference="The difference: {difference}.",
    changes=TOLD,
    silent="Nothing of {who}’s is about {topic}.",
    nearest="Nothing of {who}’s is plainly about {topic}; what is shown of theirs comes nearest to it.",
    help=(
        "Write a question in plain words:\n"
        "• What did NAME say about TOPIC?\n"
        "• Who said that …?\n"
        "• Did NAME say “…”?\n"
        "• How many times is NAME quoted on TOPIC?\n\n"
        "Reply to an answer to go on from it: “and about trade?”\n\n"
        "/ask QUESTION – needed in groups; there you may also mention me or reply to me\n"
        "/quotes NAME [about TOPIC] – statements of one speaker\n"
        "/timeline NAME about TOPIC – by date, with a picture\n"
        "/speakers [beginning of a name] – who is quoted, and how often\n"
        "/sources – the articles I know\n"
        "/history – your last questions, to ask again\n"
        "/alerts NAME about TOPIC – I tell you when something new is said; /alerts lists and stops them\n"
        "/privacy – what is kept about you, /forget – delete it"
    ),
    ask_usage="Write the question behind the command: /ask {example}",
    looking="Looking it up …",
    looking_waiting="Looking it up … ({ahead} before you)",
    thanked="You are welcome.",
    greeting="Ask me who said what, and I show where it is written: “What did NAME say about TOPIC?”",
    abstentions={
        Reason.UNKNOWN_SPEAKER: "Nobody who speaks in the articles is called “{who}”.",
        Reason.NEVER_QUOTED: "No statement of {who} is quoted or reported; the articles only mention the name.",
        Reason.NOT_ON_THIS: "Nothing that is quoted from {who} is about {topic}.",
        Reason.UNRESOLVED_DATE: "The articles do not tell when “{date}” is. Please give a date.",
        Reason.NOTHING_FOUND: "Nothing that anybody is quoted with supports an answer about {topic}.",
        Reason.UNSUPPORTED_LANGUAGE: "Sorry, only questions in English are served so far.",
        Reason.WHICH_SPEAKER: "Which one do you mean?",
    },
    marks="“{words}”",
    since="Only articles since {since} were asked about.",
    until="Only articles until {until} were asked about.",
    between="Only articles from {since} to {until} were asked about.",
    during="Only articles of {since} were asked about.",
    that="that",
    both=" and ",
    instead="What did one of these say?",
    meant="Did you mean {topic}?",
    said_what="Said what? Please give the words or the topic.",
    counted=(
        "{who}: {total} ({direct} quoted, {mixed} partly quoted, {indirect} reported; parts and repeats count once)"
    ),
    headings={
        Intent.SAID_ABOUT: "{speakers} → {topic}",
        Intent.LIST: "{speakers} → {topic}",
        Intent.COUNT: "{speakers} → {topic}",
        Intent.WHO_SAID: "Who said it: {topic}",
        Intent.CHECK: "{speakers}",
        Intent.COMPARE: "{speakers} → {topic}",
        Intent.TIMELINE: "{speakers} → {topic}",
        Intent.WHEN_WHERE: "Where it is written: {topic}",
        Intent.SMALL_TALK: "",
    },
    verdicts={
        Verdict.VERBATIM: "✓ Said, in these words",
        Verdict.PARAPHRASE: "✓ Said, in other words",
        Verdict.ALTERED: "✗ Said differently: a number, a negation or a condition is changed",
        Verdict.MISATTRIBUTED: "✗ Said by someone else",
        Verdict.NARRATION_NOT_QUOTE: "✗ Written by the article, not said by them",
        Verdict.SECOND_HAND: "Second-hand: someone else says that they said it",
        Verdict.UNDETERMINED: "Cannot be decided from these articles",
        Verdict.NOT_FOUND: "Not found in these articles",
    },
    styles={Style.DIRECT: "quoted", Style.INDIRECT: "reported", Style.MIXED: "reported, partly quoted"},
    narration="the article’s own words",
    nobody="speaker not named",
    told="told {addressee}",
    denied="denied",
    reported_by="as {name} tells it",
    shown="{first}–{last} of {total}",
    statements=("statement", "statements"),
    articles=("article", "articles"),
    quotes=("quote", "quotes"),
    only_names="I understood only the names in your question; so far I read questions in English.",
    continued="Continuing with {speakers}.",
    continued_topic="Continuing on: {topic}.",
    untitled="(no title)",
    also="also in:",
    later="corrected or replaced by:",
    caution="Speakers were found automatically: check the source.",
    one_at_a_time="One question at a time, please: I am still working on your last one.",
    too_long="That is {length} characters; a question may have {limit}. Please shorten it.",
    busy="Too many questions are waiting right now. Please try again in a minute.",
    overdue="That took too long, and I gave up. Please try again, perhaps with fewer words.",
    failed="Something went wrong on my side, and it has been noted. Please try again.",
    interrupted="I was restarted before I could answer this. Please ask again.",
    slow_down="That is a lot of questions. Please wait {seconds} s.",
    speakers_heading="Who is quoted",
    speakers_none="Nobody whose name begins with “{prefix}” is quoted. /speakers lists everyone.",
    speakers_more="… and {count} more. /speakers and the beginning of a name shows fewer.",
    sources_heading="Articles I know",
    sources_none="There is no article yet.",
    more="… and {count} more.",
    quotes_usage="Whose statements? For example: /quotes {example}",
    expired="This answer is no longer there. Please ask again.",
    not_yours="Only the person who asked can choose.",
    button_direct="Only quoted",
    button_all="All",
    button_back="‹ Back",
    button_open="Open article",
    undrawable="I have no letters to draw this in ({script}); the text itself can be copied.",
    button_cards=("Card ☀", "Card ☾"),
    button_charts=("Chart ☀", "Chart ☾"),
    button_copy="Copy",
    button_export="Take along",
    button_share="Share",
    formats={"markdown": "Markdown", "csv": "CSV", "json": "JSON", "apa": "APA"},
    button_good="👍",
    button_bad="👎",
    context_heading="In its place",
    context_gone="This passage is no longer in the index.",
    thanks="Thank you, noted.",
    why="What is wrong with it?",
    reasons={
        "speaker": "Wrong speaker",
        "topic": "Off topic",
        "quote": "Not a quote",
        "missing": "Something is missing",
    },
    alerts_heading="What I tell you of when it is new",
    alert_usage=(
        "Of what shall I tell you when it is new? For example: /alerts {example} about …, or “tell me when {example} "
        "says something about …”."
    ),
    alert_set="I will tell you here when a new article has something on: {words}",
    alert_news="🔔 New on: {words}",
    alert_again="I was interrupted while sending this; you may have it already.",
    alert_stopped="Stopped: {words}",
    alert_gone="This alert was stopped already.",
    alert_most="You have {limit} alerts here, which is the most. Stop one of them first: /alerts",
    button_alert="🔔",
    button_stop="🔕 Stop this alert",
    add_usage="Send me a file, or reply /add to one, and I read it. Formats: {formats}",
    add_waiting="{name}: waiting for its turn …",
    add_too_large="{name} is too large: at most {limit} MB. Build it on the machine: python -m index build",
    add_unfetched="{name} could not be fetched from Telegram. Please send it again.",
    add_step="{name}: {what}, {done} of {total} …",
    add_steps={"opening": "opening", "reading": "reading", "comparing": "comparing", "encoding": "encoding"},
    add_refused="Not added: {reason}",
    add_failed="The index is as it was: {reason}",
    add_died="The index is as it was: indexing broke off, see the log. Please try again.",
    add_known="{name} is known already; nothing has changed.",
    add_done="✓ {name}: {added} new, {replaced} changed, {removed} removed; {documents} articles now. Ask away.",
    add_left_out="Left out:",
    reindex_waiting="Reading all sources again …",
    reindex_known="Everything is up to date.",
    reindex_name="All sources",
    inline_none="Nothing found. Ask me directly ›",
    privacy=(
        "What is kept: your questions and my answers with the ids of the chat and of you, so that replies, buttons and "
        "/history work; at most {days} days. Your votes, corrections and alerts, with your id. What you just sent, "
        "until it is dealt with. Whether an administrator let you in, by a fingerprint of your id.\n\n"
        "Nothing is sent to anyone but Telegram; questions are answered on the machine I run on, and neither they nor "
        "your id or name are written to its log. Administrators see how much is asked, not who asks what; with a vote "
        "or a correction they see the question or the passage, without your name.\n\n"
        "/forget deletes all of it at once. The fingerprint stays, so that you may go on asking, and "
        "an accepted correction stays without your id."
    ),
    forgotten="Done: everything that was kept about you is deleted.",
    history_heading="Your last questions here",
    history_none="There is none yet in this chat, or it was deleted.",
    history_nothing="nothing found",
    admin_commands={
        "health": "index, speed, queue, uptime",
        "stats": "how much is asked, and how it ends",
        "feedback": "votes and corrections, as files",
        "add": "add a file: send it, or reply /add to it",
        "reindex": "read all sources again",
        "allow": "let someone in: /allow ID",
        "deny": "shut someone out: /deny ID",
    },
    help_admins="For administrators:",
    guest_usage=(
        "Whom? Write the numeric id behind the command, that of a group with its minus sign; or reply with the command "
        "to a message of theirs that you forwarded here, or to their contact."
    ),
    guest_admin="That is an administrator; whom QUOTES_ADMINS names is removed there.",
    guest_allowed="{id} may ask from now on.",
    guest_denied="{id} is not answered any more.",
    health=(
        "Index: generation {generation}; articles: {documents}, records: {records}; built {built}\n"
        "Answers since the start: {answered}; half within {p50} s, 95 % {p95} s, 99 % {p99} s\n"
        "Queue: {waiting} of {room}; questions open: {open}\n"
        "Running for {uptime} h"
    ),
    stats=(
        "{days} d: questions: {questions}, people: {people}; {answered} answered, {abstained} without "
        "a finding, {clarified} asked back"
    ),
    stats_votes="{good} × 👍, {bad} × 👎, corrections: {corrections}",
    admins_only="This is for the bot’s administrators.",
    feedback="{good} × 👍, {bad} × 👎. One line of JSON a vote, the oldest first.",
    feedback_none="Nobody has voted on an answer or corrected one yet.",
    corrections="Corrections: {all}, to decide on: {open}. One line of JSON each, the oldest first.",
    correction_how="Noted as wrong. If you know who said it, reply to this message: “this is NAME”.",
    correction_which="Which passage? Write its number: “2 is {name}”.",
    correction_noted="Thank you. An administrator will look at it.",
    correction_accepted="Corrected: {name}. It counts from the next answer on.",
    correction_declined="Declined; nothing changes.",
    correction_decided="This has been decided already.",
    correction_failed="The correction could not be written; see the log.",
    button_accept="Accept",
    button_decline="Decline",
)
