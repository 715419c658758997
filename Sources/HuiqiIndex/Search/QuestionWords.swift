// Data, not code: words by which people ask, and which say nothing of what they ask for.

/// Words that are taken out of a question, the longest first where one starts another. Written for this project.
let questionWordLines: StaticString = """
    请问一下 请问 想问一下 想问 我想知道 想了解 想咨询 咨询一下 咨询 了解一下 帮我查 帮忙查
    怎么办理 怎么申请 怎么申报 怎么领 怎么办 怎么样 怎么 怎样 如何办理 如何申请 如何申报 如何 为什么 为何
    什么时候 什么条件 有什么 是什么 什么 哪些 哪个 哪里 哪种 哪类 哪儿 多少钱 多少 多久 多长时间 几年 几个
    是否 能否 可否 可不可以 是不是 能不能 会不会 有没有 要不要 用不用 算不算 应该 应当 需要 可以
    的话 吗 呢 吧 啊 呀 谁 我们 你们 他们 我 你
    """

/// Single ideographs that carry no meaning of their own beside others. Written for this project.
let emptyIdeographs: StaticString = "的了吗呢吧啊呀是有在和与或及等对为由被把将能可会该应要我你他她它谁么怎何哪些就也都又还这那其之并且则所于以不中时后办算想请问下"
