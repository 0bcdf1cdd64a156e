"""German."""

from __future__ import annotations

from bot.texts import Texts
from index.change import Change
from index.schema import Intent, Reason, Style, Verdict

GERMAN = Texts(
    thousands=".",
    commands={
        "ask": "etwas fragen (auf Englisch): /ask what did … say about …",
        "quotes": "was jemand gesagt hat: /quotes NAME about …",
        "timeline": "Aussagen nach Datum, als Bild: /timeline NAME about …",
        "alerts": "erfahren, was neu ist: /alerts NAME about …",
        "speakers": "wer zitiert wird, und wie oft",
        "sources": "die Artikel, die ich kenne",
        "history": "Ihre letzten Fragen",
        "help": "wie man fragt",
        "privacy": "was über Sie gespeichert ist",
        "forget": "es löschen",
        "start": "anfangen",
    },
    welcome=(
        "Fragen Sie mich, wer in den Artikeln, die ich kenne, was gesagt hat. Ich antworte mit den Aussagen selbst, "
        "Buchstabe für Buchstabe, und damit, wo jede steht. Was nie gesagt wurde, erfinde ich nicht. "
        "Die Artikel sind englisch, und ebenso fragt man mich."
    ),
    welcome_group="In Gruppen antworte ich auf /ask, auf eine Erwähnung und auf Antworten auf meine Nachrichten.",
    examples="Zum Beispiel:",
    timeline_usage="Wessen Aussagen, und worüber? Zum Beispiel: /timeline {example} about …",
    only_text="Ich lese nur Text: Stellen Sie mir eine Frage. Wie, steht unter /help.",
    difference="Der Unterschied: {difference}.",
    changes={
        Change.WORDS: "der Wortlaut ist ein anderer",
        Change.OTHER: "gesagt wurde {said}, nicht {claimed}",
        Change.ADDED: "von {claimed} ist in der Aussage nicht die Rede",
        Change.NEGATES: "gesagt wurde {said}, also eine Verneinung; die Behauptung ist keine",
        Change.NEGATED: "die Behauptung ist eine Verneinung, die Aussage nicht",
        Change.UNTRUE: "gesagt wurde {said}; die Behauptung hält es für wahr",
        Change.DENIED: "die Aussage ist ein Dementi, die Behauptung nicht",
        Change.UNSAID: "laut Artikel wurde das gerade nicht gesagt",
        Change.POSSIBLE: "gesagt wurde nur {said}, nicht, dass es so ist",
    },
    silent="Keine Aussage von {who} handelt von {topic}.",
    nearest="Keine Aussage von {who} handelt eindeutig von {topic}; gezeigt wird, was dem am nächsten kommt.",
    help=(
        "Fragen Sie in einfachen Worten, auf Englisch:\n"
        "• What did NAME say about TOPIC?\n"
        "• Who said that …?\n"
        "• Did NAME say “…”?\n"
        "• How many times is NAME quoted on TOPIC?\n\n"
        "Antworten Sie auf eine Antwort, um von ihr aus weiterzufragen: “and about trade?”\n\n"
        "/ask FRAGE – in Gruppen nötig; dort können Sie mich auch erwähnen oder mir antworten\n"
        "/quotes NAME [about THEMA] – Aussagen einer Person\n"
        "/timeline NAME about THEMA – nach Datum, mit Bild\n"
        "/speakers [Anfang eines Namens] – wer zitiert wird, und wie oft\n"
        "/sources – die Artikel, die ich kenne\n"
        "/history – Ihre letzten Fragen, um sie noch einmal zu stellen\n"
        "/alerts NAME about THEMA – ich melde mich, wenn etwas Neues gesagt wird; /alerts zeigt und beendet es\n"
        "/privacy – was über Sie gespeichert ist, /forget – es löschen"
    ),
    ask_usage="Schreiben Sie die Frage hinter den Befehl: /ask {example}",
    looking="Ich sehe nach …",
    looking_waiting="Ich sehe nach … ({ahead} vor Ihnen)",
    thanked="Gern.",
    greeting="Fragen Sie mich, wer was gesagt hat, und ich zeige, wo es steht: „What did NAME say about TOPIC?“",
    abstentions={
        Reason.UNKNOWN_SPEAKER: "Niemand, der in den Artikeln spricht, heißt „{who}“.",
        Reason.NEVER_QUOTED: "Von {who} wird keine Aussage zitiert; die Artikel erwähnen nur den Namen.",
        Reason.NOT_ON_THIS: "Von {who} gibt es Zitate, aber keines handelt von {topic}.",
        Reason.UNRESOLVED_DATE: "Die Artikel verraten nicht, wann „{date}“ ist. Bitte nennen Sie ein Datum.",
        Reason.NOTHING_FOUND: "Nichts, womit jemand zitiert wird, beantwortet eine Frage nach {topic}.",
        Reason.UNSUPPORTED_LANGUAGE: "Ich verstehe bisher leider nur Fragen auf Englisch.",
        Reason.WHICH_SPEAKER: "Wer ist gemeint?",
    },
    marks="„{words}“",
    since="Gefragt war nur nach Artikeln seit {since}.",
    until="Gefragt war nur nach Artikeln bis {until}.",
    between="Gefragt war nur nach Artikeln von {since} bis {until}.",
    during="Gefragt war nur nach Artikeln vom Datum {since}.",
    that="dem Gefragten",
    both=" und ",
    instead="Was hat einer von diesen gesagt?",
    meant="Meinten Sie {topic}?",
    said_what="Was gesagt? Bitte nennen Sie die Worte oder das Thema.",
    counted=(
        "{who}: {total} ({direct} wörtlich, {mixed} teils wörtlich, {indirect} sinngemäß; Teile und Wiederholungen "
        "zählen einmal)"
    ),
    headings={
        Intent.SAID_ABOUT: "{speakers} → {topic}",
        Intent.LIST: "{speakers} → {topic}",
        Intent.COUNT: "{speakers} → {topic}",
        Intent.WHO_SAID: "Wer es gesagt hat: {topic}",
        Intent.CHECK: "{speakers}",
        Intent.COMPARE: "{speakers} → {topic}",
        Intent.TIMELINE: "{speakers} → {topic}",
        Intent.WHEN_WHERE: "Wo es steht: {topic}",
        Intent.SMALL_TALK: "",
    },
    verdicts={
        Verdict.VERBATIM: "✓ Gesagt, genau so",
        Verdict.PARAPHRASE: "✓ Gesagt, mit anderen Worten",
        Verdict.ALTERED: "✗ Anders gesagt: eine Zahl, eine Verneinung oder eine Bedingung ist verändert",
        Verdict.MISATTRIBUTED: "✗ Von jemand anderem gesagt",
        Verdict.NARRATION_NOT_QUOTE: "✗ Das schreibt der Artikel selbst, es ist kein Zitat",
        Verdict.SECOND_HAND: "Aus zweiter Hand: jemand anderes sagt, dass es gesagt wurde",
        Verdict.UNDETERMINED: "Lässt sich aus diesen Artikeln nicht entscheiden",
        Verdict.NOT_FOUND: "In diesen Artikeln nicht gefunden",
    },
    styles={Style.DIRECT: "wörtlich", Style.INDIRECT: "sinngemäß", Style.MIXED: "sinngemäß, teils wörtlich"},
    narration="die eigenen Worte des Artikels",
    nobody="ohne genannten Sprecher",
    told="zu {addressee}",
    denied="bestritten",
    reported_by="wie {name} berichtet",
    shown="{first}–{last} von {total}",
    statements=("Aussage", "Aussagen"),
    articles=("Artikel", "Artikel"),
    quotes=("Zitat", "Zitate"),
    only_names="Ich habe in Ihrer Frage nur die Namen verstanden; bisher lese ich Fragen auf Englisch.",
    continued="Weiter mit {speakers}.",
    continued_topic="Weiter zum Thema: {topic}.",
    untitled="(ohne Titel)",
    also="auch in:",
    later="berichtigt oder ersetzt durch:",
    caution="Die Sprecher wurden maschinell bestimmt: Prüfen Sie die Quelle.",
    one_at_a_time="Bitte eine Frage nach der anderen: Ich bin noch mit der letzten beschäftigt.",
    too_long="Das sind {length} Zeichen; eine Frage darf {limit} haben. Bitte kürzen Sie sie.",
    busy="Gerade warten zu viele Fragen. Bitte versuchen Sie es in einer Minute noch einmal.",
    overdue="Das hat zu lange gedauert, ich habe aufgegeben. Bitte noch einmal, vielleicht mit weniger Worten.",
    failed="Bei mir ist etwas schiefgegangen, und es ist vermerkt. Bitte versuchen Sie es noch einmal.",
    interrupted="Ich wurde neu gestartet, bevor ich antworten konnte. Bitte fragen Sie noch einmal.",
    slow_down="Das sind viele Fragen. Bitte warten Sie {seconds} s.",
    speakers_heading="Wer zitiert wird",
    speakers_none="Niemand, dessen Name mit „{prefix}“ beginnt, wird zitiert. /speakers nennt alle.",
    speakers_more="… und {count} weitere. /speakers mit dem Anfang eines Namens zeigt weniger.",
    sources_heading="Artikel, die ich kenne",
    sources_none="Es gibt noch keinen Artikel.",
    more="… und {count} weitere.",
    quotes_usage="Wessen Aussagen? Zum Beispiel: /quotes {example}",
    expired="Diese Antwort gibt es nicht mehr. Bitte fragen Sie noch einmal.",
    not_yours="Nur wer gefragt hat, kann wählen.",
    button_direct="Nur Wörtliches",
    button_all="Alles",
    button_back="‹ Zurück",
    button_open="Artikel öffnen",
    undrawable="Für diese Schrift ({script}) habe ich keine Lettern; der Text selbst lässt sich kopieren.",
    button_cards=("Karte ☀", "Karte ☾"),
    button_charts=("Bild ☀", "Bild ☾"),
    button_copy="Kopieren",
    button_export="Mitnehmen",
    button_share="Teilen",
    formats={"markdown": "Markdown", "csv": "CSV", "json": "JSON", "apa": "APA"},
    button_good="👍",
    button_bad="👎",
    context_heading="Im Zusammenhang",
    context_gone="Diese Stelle ist nicht mehr im Index.",
    thanks="Danke, vermerkt.",
    why="Was stimmt daran nicht?",
    reasons={
        "speaker": "Falscher Sprecher",
        "topic": "Am Thema vorbei",
        "quote": "Kein Zitat",
        "missing": "Es fehlt etwas",
    },
    alerts_heading="Was ich Ihnen melde, wenn es neu ist",
    alert_usage=(
        "Was soll ich Ihnen melden, wenn es neu ist? Zum Beispiel: /alerts {example} about …, oder „tell me when "
        "{example} says something about …“."
    ),
    alert_set="Ich melde mich hier, wenn ein neuer Artikel etwas dazu hat: {words}",
    alert_news="🔔 Neu zu: {words}",
    alert_again="Ich wurde beim Senden unterbrochen; vielleicht ist das schon angekommen.",
    alert_stopped="Beendet: {words}",
    alert_gone="Diese Meldung ist schon beendet.",
    alert_most="Sie haben hier {limit} Meldungen, mehr geht nicht. Beenden Sie zuerst eine: /alerts",
    button_alert="🔔",
    button_stop="🔕 Nicht mehr melden",
    add_usage="Schicken Sie mir eine Datei, oder antworten Sie /add auf eine, und ich lese sie. Formate: {formats}",
    add_waiting="{name}: wartet, bis sie an der Reihe ist …",
    add_too_large="{name} ist zu groß: höchstens {limit} MB. Auf dem Rechner geht es: python -m index build",
    add_unfetched="{name} ließ sich nicht von Telegram holen. Bitte schicken Sie sie noch einmal.",
    add_step="{name}: {what}, {done} von {total} …",
    add_steps={
        "opening": "wird geöffnet",
        "reading": "wird gelesen",
        "comparing": "wird verglichen",
        "encoding": "wird eingeordnet",
    },
    add_refused="Nicht aufgenommen: {reason}",
    add_failed="Der Index ist, wie er war: {reason}",
    add_died="Der Index ist, wie er war: Das Einlesen brach ab, siehe Protokoll. Bitte versuchen Sie es noch einmal.",
    add_known="{name} ist schon bekannt; nichts hat sich geändert.",
    add_done="✓ {name}: {added} neu, {replaced} geändert, {removed} entfernt; jetzt {documents} Artikel. Fragen Sie.",
    add_left_out="Ausgelassen:",
    reindex_waiting="Alle Quellen werden neu gelesen …",
    reindex_known="Alles ist auf dem neuesten Stand.",
    reindex_name="Alle Quellen",
    inline_none="Nichts gefunden. Fragen Sie mich direkt ›",
    privacy=(
        "Gespeichert werden: Ihre Fragen und meine Antworten mit den Nummern des Chats und Ihrer Person, damit "
        "Rückfragen, Knöpfe und /history funktionieren, höchstens {days} Tage lang; Ihre Bewertungen, Korrekturen "
        "und Meldungen mit Ihrer Nummer; was Sie gerade geschickt haben, bis es erledigt ist; ob ein Verwalter "
        "Sie zugelassen hat, als Fingerabdruck Ihrer Nummer.\n\n"
        "Nichts geht an irgendwen außer Telegram; beantwortet wird auf dem Rechner, auf dem ich laufe, und weder "
        "Fragen noch Ihre Nummer oder Ihr Name stehen in seinem Protokoll. Verwalter sehen, wie viel gefragt wird, "
        "nicht, wer was fragt; bei einer Bewertung oder Korrektur sehen sie die Frage oder die Stelle, ohne Ihren "
        "Namen.\n\n"
        "/forget löscht alles davon sofort. Der Fingerabdruck bleibt, damit Sie weiter fragen können, "
        "und eine angenommene Korrektur bleibt ohne Ihre Nummer."
    ),
    forgotten="Erledigt: Alles, was über Sie gespeichert war, ist gelöscht.",
    history_heading="Ihre letzten Fragen hier",
    history_none="In diesem Chat gibt es noch keine, oder sie wurde gelöscht.",
    history_nothing="nichts gefunden",
    admin_commands={
        "health": "Index, Tempo, Warteschlange, Laufzeit",
        "stats": "wie viel gefragt wird, und wie es ausgeht",
        "feedback": "Bewertungen und Korrekturen, als Dateien",
        "add": "eine Datei aufnehmen: schicken, oder /add auf sie antworten",
        "reindex": "alle Quellen neu lesen",
        "allow": "jemanden zulassen: /allow NUMMER",
        "deny": "jemanden ausschließen: /deny NUMMER",
    },
    help_admins="Für Verwalter:",
    guest_usage=(
        "Wen? Schreiben Sie die Nummer hinter den Befehl, die einer Gruppe mit ihrem Minuszeichen; oder antworten Sie "
        "mit dem Befehl auf eine hierher weitergeleitete Nachricht der Person oder auf ihren Kontakt."
    ),
    guest_admin="Das ist ein Verwalter; wen QUOTES_ADMINS nennt, der wird dort gestrichen.",
    guest_allowed="{id} darf ab jetzt fragen.",
    guest_denied="{id} bekommt keine Antwort mehr.",
    health=(
        "Index: Generation {generation}; Artikel: {documents}, Einträge: {records}; gebaut {built}\n"
        "Antworten seit dem Start: {answered}; die Hälfte in {p50} s, 95 % in {p95} s, 99 % in {p99} s\n"
        "Warteschlange: {waiting} von {room}; offene Fragen: {open}\n"
        "Läuft seit {uptime} h"
    ),
    stats=(
        "{days} T.: Fragen: {questions}, Personen: {people}; {answered} beantwortet, {abstained} ohne Fund, "
        "{clarified} mit Rückfrage"
    ),
    stats_votes="{good} × 👍, {bad} × 👎, Korrekturen: {corrections}",
    admins_only="Das ist den Verwaltern dieses Bots vorbehalten.",
    feedback="{good} × 👍, {bad} × 👎. Eine Zeile JSON je Bewertung, die älteste zuerst.",
    feedback_none="Noch niemand hat eine Antwort bewertet oder berichtigt.",
    corrections="Korrekturen: {all}, zu entscheiden: {open}. Je eine Zeile JSON, die älteste zuerst.",
    correction_how="Als falsch vermerkt. Wissen Sie, wer es war? Antworten Sie auf diese Nachricht: „das ist NAME“.",
    correction_which="Welche Stelle? Schreiben Sie ihre Nummer: „2 ist {name}“.",
    correction_noted="Danke. Ein Verwalter sieht es sich an.",
    correction_accepted="Berichtigt: {name}. Es gilt ab der nächsten Antwort.",
    correction_declined="Abgelehnt; es ändert sich nichts.",
    correction_decided="Darüber ist schon entschieden.",
    correction_failed="Die Korrektur konnte nicht geschrieben werden; siehe Protokoll.",
    button_accept="Annehmen",
    button_decline="Ablehnen",
)
