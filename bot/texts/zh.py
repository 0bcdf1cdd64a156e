"""Chinese, in simplified characters."""

from __future__ import annotations

from bot.texts import Texts
from index.change import Change
from index.schema import Intent, Reason, Style, Verdict

CHINESE = Texts(
    thousands=",",
    commands={
        "ask": "提问（用英文）：/ask what did … say about …",
        "quotes": "某人说过的话：/quotes 姓名 about …",
        "timeline": "按日期排列的言论，附图：/timeline 姓名 about …",
        "alerts": "有新内容时通知我：/alerts 姓名 about …",
        "speakers": "引用了谁，各多少次",
        "sources": "我所知的文章",
        "history": "您最近的问题",
        "help": "怎样提问",
        "privacy": "保存了您的哪些信息",
        "forget": "删除这些信息",
        "start": "开始",
    },
    welcome=(
        "请问我：在我所知的新闻文章里，谁就什么说了什么。我用原话逐字回答，并指出每句话的出处。"
        "没有说过的话，我不会编造。文章是英文的，提问也请用英文。"
    ),
    welcome_group="在群组里，我回答 /ask、提到我的消息，以及对我消息的回复。",
    examples="可以试试：",
    timeline_usage="谁的言论，关于什么？例如：/timeline {example} about …",
    only_text="我只读文字：请写一个问题。用法见 /help。",
    difference="不同之处：{difference}。",
    changes={
        Change.WORDS: "措辞不同",
        Change.OTHER: "原话是{said}，不是{claimed}",
        Change.ADDED: "该言论没有提到{claimed}",
        Change.NEGATES: "原话是{said}，是否定；而该说法不是否定",
        Change.NEGATED: "该说法是否定，而原话不是",
        Change.UNTRUE: "原话是{said}；而该说法信以为真",
        Change.DENIED: "原话是否认，而该说法不是",
        Change.UNSAID: "文章说的正是没有人这样说",
        Change.POSSIBLE: "原话只是{said}，并没有说事实如此",
    },
    silent="{who} 的言论中没有关于{topic}的。",
    nearest="{who} 的言论中没有明确关于{topic}的；列出的是最接近的。",
    help=(
        "请用简单的英文提问：\n"
        "• What did NAME say about TOPIC?\n"
        "• Who said that …?\n"
        "• Did NAME say “…”?\n"
        "• How many times is NAME quoted on TOPIC?\n\n"
        "回复一个答案即可接着问：“and about trade?”\n\n"
        "/ask 问题 – 群组里需要用它；也可以提到我或回复我\n"
        "/quotes 姓名 [about 主题] – 某人的言论\n"
        "/timeline 姓名 about 主题 – 按日期，附图\n"
        "/speakers [姓名开头] – 引用了谁，各多少次\n"
        "/sources – 我所知的文章\n"
        "/history – 您最近的问题，可以再问\n"
        "/alerts 姓名 about 主题 – 有新言论时通知您；/alerts 列出并可停止\n"
        "/privacy – 保存了您的哪些信息，/forget – 删除"
    ),
    ask_usage="请把问题写在命令后面：/ask {example}",
    looking="正在查找 …",
    looking_waiting="正在查找 …（前面还有 {ahead} 个）",
    thanked="不客气。",
    greeting="请问我谁说了什么，我会指出写在哪里：“What did NAME say about TOPIC?”",
    abstentions={
        Reason.UNKNOWN_SPEAKER: "文章里发言的人中没有叫“{who}”的。",
        Reason.NEVER_QUOTED: "文章提到了 {who}，但没有引用或转述其任何言论。",
        Reason.NOT_ON_THIS: "文章引用了 {who}，但没有一句是关于{topic}的。",
        Reason.UNRESOLVED_DATE: "从文章看不出“{date}”是哪一天。请给出日期。",
        Reason.NOTHING_FOUND: "没有任何被引用的言论能回答关于{topic}的问题。",
        Reason.UNSUPPORTED_LANGUAGE: "抱歉，目前只能回答用英文提的问题。",
        Reason.WHICH_SPEAKER: "您指的是哪一位？",
    },
    marks="“{words}”",
    since="只查了 {since} 以来的文章。",
    until="只查了 {until} 以前的文章。",
    between="只查了 {since} 至 {until} 的文章。",
    during="只查了日期为 {since} 的文章。",
    that="这个",
    both="、",
    instead="想知道下面哪一位说了什么？",
    meant="您是指{topic}吗？",
    said_what="说了什么？请给出原话或主题。",
    counted="{who}：{total}（直接引用 {direct}，部分引用 {mixed}，转述 {indirect}；片段和重复只算一次）",
    headings={
        Intent.SAID_ABOUT: "{speakers} → {topic}",
        Intent.LIST: "{speakers} → {topic}",
        Intent.COUNT: "{speakers} → {topic}",
        Intent.WHO_SAID: "谁说的：{topic}",
        Intent.CHECK: "{speakers}",
        Intent.COMPARE: "{speakers} → {topic}",
        Intent.TIMELINE: "{speakers} → {topic}",
        Intent.WHEN_WHERE: "写在哪里：{topic}",
        Intent.SMALL_TALK: "",
    },
    verdicts={
        Verdict.VERBATIM: "✓ 说过，就是这些话",
        Verdict.PARAPHRASE: "✓ 说过，措辞不同",
        Verdict.ALTERED: "✗ 说法不同：数字、否定或条件被改动",
        Verdict.MISATTRIBUTED: "✗ 是别人说的",
        Verdict.NARRATION_NOT_QUOTE: "✗ 这是文章自己写的，不是引语",
        Verdict.SECOND_HAND: "间接得知：别人说其说过",
        Verdict.UNDETERMINED: "从这些文章无法判断",
        Verdict.NOT_FOUND: "在这些文章里没有找到",
    },
    styles={Style.DIRECT: "直接引用", Style.INDIRECT: "转述", Style.MIXED: "转述，部分引用"},
    narration="文章自己的话",
    nobody="未指明说话人",
    told="对 {addressee} 说",
    denied="否认",
    reported_by="据 {name} 转述",
    shown="第 {first}–{last} 条，共 {total} 条",
    statements=("条言论", "条言论"),
    articles=("篇文章", "篇文章"),
    quotes=("条引语", "条引语"),
    only_names="您的问题中我只看懂了人名；目前我只能读懂用英文提的问题。",
    continued="继续：{speakers}。",
    continued_topic="继续这个主题：{topic}。",
    untitled="（无标题）",
    also="另见：",
    later="已更正或替换为：",
    caution="说话人由程序识别：请核对来源。",
    one_at_a_time="请一次问一个问题：上一个还在处理。",
    too_long="共 {length} 个字符；一个问题最多 {limit} 个。请缩短。",
    busy="现在等待的问题太多。请过一分钟再试。",
    overdue="用时太久，我放弃了。请再试一次，也许少用几个词。",
    failed="我这边出了错，已记录下来。请再试一次。",
    interrupted="我在回答之前被重启了。请再问一次。",
    slow_down="问题太多了。请等 {seconds} 秒。",
    speakers_heading="被引用的人",
    speakers_none="没有姓名以“{prefix}”开头的人被引用。/speakers 列出所有人。",
    speakers_more="… 还有 {count} 位。/speakers 加姓名开头可以少列一些。",
    sources_heading="我所知的文章",
    sources_none="还没有文章。",
    more="… 还有 {count} 个。",
    quotes_usage="谁的言论？例如：/quotes {example}",
    expired="这个答案已经不在了。请再问一次。",
    not_yours="只有提问的人可以选择。",
    button_direct="只看原话",
    button_all="全部",
    button_back="‹ 返回",
    button_open="打开文章",
    undrawable="我没有画这种文字（{script}）的字体；文字本身可以复制。",
    button_cards=("卡片 ☀", "卡片 ☾"),
    button_charts=("图 ☀", "图 ☾"),
    button_copy="复制",
    button_export="带走",
    button_share="分享",
    formats={"markdown": "Markdown", "csv": "CSV", "json": "JSON", "apa": "APA"},
    button_good="👍",
    button_bad="👎",
    context_heading="上下文",
    context_gone="这一段已不在索引中。",
    thanks="谢谢，已记下。",
    why="哪里不对？",
    reasons={
        "speaker": "说话人不对",
        "topic": "离题",
        "quote": "不是引语",
        "missing": "缺了内容",
    },
    alerts_heading="有新内容时我会通知您",
    alert_usage=(
        "有什么新内容要通知您？例如：/alerts {example} about …，或者“tell me when {example} says something about …”。"
    ),
    alert_set="有新文章提到时，我会在这里通知您：{words}",
    alert_news="🔔 新内容：{words}",
    alert_again="发送时中断过，这条您可能已经收到。",
    alert_stopped="已停止：{words}",
    alert_gone="这个通知已经停止。",
    alert_most="您在这里已有 {limit} 个通知，这是上限。请先停止一个：/alerts",
    button_alert="🔔",
    button_stop="🔕 停止此通知",
    add_usage="请发送文件，或对文件回复 /add，我就会读取。格式：{formats}",
    add_waiting="{name}：排队中 …",
    add_too_large="{name} 太大：最多 {limit} MB。可以在机器上运行：python -m index build",
    add_unfetched="无法从 Telegram 取得 {name}。请再发一次。",
    add_step="{name}：{what}，{done} / {total} …",
    add_steps={"opening": "打开", "reading": "读取", "comparing": "比较", "encoding": "编码"},
    add_refused="没有添加：{reason}",
    add_failed="索引保持原样：{reason}",
    add_died="索引保持原样：读取中断，见日志。请再试一次。",
    add_known="{name} 已经有了；没有变化。",
    add_done="✓ {name}：新增 {added}，更改 {replaced}，移除 {removed}；现有 {documents} 篇文章。请提问。",
    add_left_out="已略过：",
    reindex_waiting="正在重新读取所有来源 …",
    reindex_known="一切都是最新的。",
    reindex_name="所有来源",
    inline_none="没有找到。直接问我 ›",
    privacy=(
        "保存的内容：您的问题和我的答案，连同聊天和您的编号，以便回复、按钮和 /history 能用，最多 {days} 天；"
        "您的评价、更正和通知，连同您的编号；您刚发来的内容，直到处理完；管理员是否准许了您，以您编号的指纹保存。\n\n"
        "除 Telegram 外不发给任何人；问题在我运行的机器上回答，问题、您的编号和姓名都不写入日志。"
        "管理员只看到提问的数量，看不到谁问了什么；对于评价或更正，他们看到问题或段落，但看不到您的姓名。\n\n"
        "/forget 立即全部删除；指纹保留，以便您继续提问；已被采纳的更正保留，但不含您的编号。"
    ),
    forgotten="完成：保存的关于您的一切都已删除。",
    history_heading="您在这里最近的问题",
    history_none="这个聊天里还没有，或已被删除。",
    history_nothing="没有找到",
    admin_commands={
        "health": "索引、速度、队列、运行时间",
        "stats": "问了多少，结果如何",
        "feedback": "评价和更正，以文件发送",
        "add": "添加文件：发送文件，或对它回复 /add",
        "reindex": "重新读取所有来源",
        "allow": "准许某人：/allow 编号",
        "deny": "拒绝某人：/deny 编号",
    },
    help_admins="管理员命令：",
    guest_usage="谁？请把编号写在命令后面，群组的编号带负号；或用命令回复转发到这里的那人的消息，或其联系人名片。",
    guest_admin="这是管理员；QUOTES_ADMINS 里的人请在那里移除。",
    guest_allowed="{id} 现在可以提问。",
    guest_denied="不再回答 {id}。",
    health=(
        "索引：第 {generation} 代；文章：{documents}，记录：{records}；建于 {built}\n"
        "启动以来的答案：{answered}；一半在 {p50} 秒内，95 % 在 {p95} 秒内，99 % 在 {p99} 秒内\n"
        "队列：{waiting} / {room}；未答的问题：{open}\n"
        "已运行 {uptime} 小时"
    ),
    stats="{days} 天：{people} 人问了 {questions} 次；{answered} 有答案，{abstained} 个没找到，{clarified} 个反问",
    stats_votes="{good} × 👍，{bad} × 👎，{corrections} 条更正",
    admins_only="这是给本机器人管理员用的。",
    feedback="{good} × 👍，{bad} × 👎。每个评价一行 JSON，最早的在前。",
    feedback_none="还没有人评价或更正过答案。",
    corrections="{all} 条更正，{open} 条待定。每条一行 JSON，最早的在前。",
    correction_how="已记为有误。如果您知道是谁说的，请回复这条消息：“是 姓名”。",
    correction_which="哪一段？请写编号：“2 是 {name}”。",
    correction_noted="谢谢。管理员会查看。",
    correction_accepted="已更正：{name}。从下一个答案起生效。",
    correction_declined="已拒绝；不作改动。",
    correction_decided="这已经决定过了。",
    correction_failed="更正写不进去；见日志。",
    button_accept="接受",
    button_decline="拒绝",
)
