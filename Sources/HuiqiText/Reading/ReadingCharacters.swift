// Data, not code: what the reading form changes beyond the normal form. Written for this project from the rules for
// simplified characters (通用规范汉字表 2013) and the habits of Taiwan, Hong Kong and of converted web pages.

/// Characters that are nothing but another way to write one character: variants and rare traditional forms that ICU's
/// table leaves as they are. Pairs: the variant, then the standard character.
let variantCharacterPairs: StaticString = """
    敍叙滙汇衞卫濶阔畧略聨联覩睹鄕乡妳你峯峰擡抬麪面麫面彫雕鵰雕槪概旣既吿告竝并縂总搃总衹只馀余徧遍敎教
    査查疎疏緖绪緜绵肎肯輭软遶绕鑛矿隣邻靭韧鬪斗攷考囘回窻窗窓窗覇霸賛赞鐡铁鑚钻増增劵券
    """

/// Characters that are standard themselves, and stand for another one in certain words only. A line: the character,
/// what it becomes, the words in which it does. Words that hold one of `keptWords` at that place are let be, so that
/// 随著名专家 keeps its 著名. All are written in the normal form.
let characterInWordsLines: StaticString = """
    乾干 乾燥 乾净 乾旱 乾粮 饼乾 乾果 乾货 豆乾 肉乾 乾洗 乾涸 乾杯 乾脆 风乾 晒乾 烘乾 乾草 乾电池 乾式 乾法 乾湿 葡萄乾 乾枯 乾冰 擦乾 若乾
    著着 随著 沿著 接著 朝著 向著 有著 本著 意味著 存在著 围绕著 伴随著 标志著 面临著 发挥著 起著 占著 跟著 试著 藉著 对著 依著 凭著 带著 承担著 著力 著重 著眼 著手 著实 著陆 著想 著落 著急 著火 著装 著色 穿著 沉著 衣著 附著 执著 胶著
    藉借 藉口 藉由 藉助 藉此 藉以 凭藉 藉著 假藉 藉重 藉机
    覆复 覆核 覆审 覆议 覆查 覆验 覆检 答覆 回覆 批覆 函覆 反覆 覆工 覆产 覆诊 覆试 覆印 恢覆 修覆
    画划 计画 规画 企画 筹画 策画 区画 谋画
    祇只 祇有 祇要 祇能 祇是 不祇 祇限 祇须 祇需
    沈沉 沈淀 沈积 沈没 沈浸 沈重 沈默 深沈 下沈
    摺折 存摺 摺旧 摺叠 摺扣 打摺
    分份 身分
    份分 部份 成份 充份
    帐账 帐号 帐户 对帐 转帐 记帐 入帐 挂帐 坏帐 呆帐 帐款 帐目 帐簿 台帐 结帐 到帐 查帐 做帐 帐册 帐务 建帐 银行帐 进帐 总帐
    麽么 什麽 怎麽 这麽 那麽 多麽
    甚什 甚么
    谘咨 谘询
    徵征 徵收
    鉅巨 鉅额 鉅大
    钜巨 钜额 钜大
    """

/// Words whose character is their own, whatever stands before or behind.
let keptWords: StaticString = """
    著名 著作 著录 著述 著称 著书 著者 著译 显著 专著 名著 编著 合著 原著 论著 土著 昭著 卓著
    """

/// Signs that mean one thing, each line with the one they become at its start. Titles' brackets 《》 stay.
let punctuationLines: StaticString = """
    " “ ” „ ‟ « » 「 」 『 』 〝 〞 〟 ｢ ｣ ﹁ ﹂
    ' ‘ ’ ‚ ‛ ‹ ›
    - ‐ ‑ ‒ – — ― − ﹣ ⸺ ⸻ ─ ━
    · • ・ ‧ ∙ ⋅ ● ･ ▪ ◦
    [ 〔 【 〖 〘 〚 ﹝
    ] 〕 】 〗 〙 〛 ﹞
    《 〈 ⟨ ⟪
    》 〉 ⟩ ⟫
    ~ 〜 ∼ ～ ⁓ 〰
    ≤ ≦ ⩽ ≲
    ≥ ≧ ⩾ ≳
    / ⁄ ∕
    : ∶ ︰
    """
