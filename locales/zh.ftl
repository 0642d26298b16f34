# Machine translation, not yet reviewed by a native speaker.

problem-malformed_request = 请求的格式不对
    .detail = 列出的项目类型不对，或者这里不认识。什么都没有保存。
problem-invalid_request = 发来的内容有些不对
    .detail = 请改正列出的项目，再发一次。什么都没有保存。
problem-invalid_cursor = 这个页码标记不能用
    .detail = 请从第一页重新开始。一个标记只属于一次搜索，不能更改。
problem-idempotency_key_missing = 请求需要一个 Idempotency-Key
    .detail = 每次发新内容都用一个新的随机密钥，重发时用同一个密钥，这样就不会登记两次。
problem-idempotency_key_malformed = 这个 Idempotency-Key 不能用
    .detail = 密钥是放在引号里的 1 到 255 个可打印的 ASCII 字符（RFC 8941）。
problem-idempotency_key_reused = 这个 Idempotency-Key 已经用在别的请求上
    .detail = 同一个密钥带来了不同的请求。每次发新内容请用新的密钥。
problem-in_progress = 同一个请求还在处理
    .detail = 请稍等片刻，用同一个密钥再发一次；你会得到第一次的答复。
problem-unauthenticated = 这里需要回执码，或者登录
    .detail = 用你提交报告、请求或评价时记下的那个码打开：把它放在 Authorization 头里，写成 `Receipt …`。工作人员用有效的访问令牌，写成 `Bearer …`。
problem-invalid_token = 这个访问令牌无效
    .detail = 它可能已经过期。请用刷新令牌换一个新的，或者重新登录。
problem-unknown_receipt = 这个回执码打不开任何内容
    .detail = 请逐组核对回执码。它就在你提交报告时记下的东西上。
problem-receipt_rotated = 这个回执码已经换掉了
    .detail = 另一个码代替了它，这个码再也打不开任何内容。如果不是你换的，说明别人拿到过这个码：请重新提交，或者问问你信任的机构。
problem-receipt_revoked = 这个回执已经放弃了
    .detail = 没有人能再用这个码查看，也没有办法恢复。这是放弃它或接手它的人的意思。
problem-receipt_expired = 这个码没有及时使用
    .detail = 提交的人可以拿到一个新的移交码。
problem-receipt_shows_status_only = 这个回执只能看进度
    .detail = 你帮忙提交的那个人已经自己接手。消息和其他内容现在都归那个人。
problem-handover_code_only = 这个码是用来接手的
    .detail = 它本身打不开任何内容。把它发到 POST /v1/receipts/take-over，就能得到你自己的回执码。
receipt-revoke-warning = 一旦放弃这个码，就再没有人能查看你提交的内容：你不能读写消息，不能撤回，也不能删除，而且这个码无法恢复。你提交的内容仍然留在处理它的人那里。如果你想让它消失，请改用删除。
problem-second_step_needed = 只凭回执码看不到这个
    .detail = 请先完成第二步。完成后 15 分钟内有效。
problem-second_word_needed = 这里需要你的第二口令
    .detail = 这是你自己选的、只有你知道的一个词。请用 second_word 发来。
problem-second_word_wrong = 这不是你的第二口令
    .detail = 请一分钟后再试。错了几次之后，会有一段时间不再接受。看进度和消息不需要第二口令。
problem-nothing_to_hand_over = 没有什么可以移交
    .detail = 那个人已经接手了，或者这本来就是为自己提交的。
problem-too_many_proofs = 证明的数量已经到了上限
    .detail = 最多 { $limit } 个。请先撤回，再做一个新的。
problem-unknown_pseudonym = 没有帐号对得上这个号码和恢复码
    .detail = 请核对这两样。你的各个回执仍然可以用各自的码查看。
problem-too_many_receipts = 这个帐号里的回执已经满了
    .detail = 最多 { $limit } 个。请取出一个，或者另建一个帐号。
problem-sign_in_failed = 登录没有成功
    .detail = 帐号名、密码或一次性验证码不对。
problem-forbidden = 你不能这样做
    .detail = 你的角色没有这个权限。请问你所在机构的管理员。
problem-cross_origin_refused = 这个网页不能调用本服务
    .detail = 浏览器应用只能从本服务运营者指定的来源调用，并且只能用提供的方法。
problem-not_found = 这里什么都没有
    .detail = 地址不对，或者你看不到它指的内容。
problem-method_not_allowed = 这里不提供这个方法
    .detail = Allow 头里列出了可以用的方法。
problem-not_acceptable = 你接受的媒体类型这里都没有
    .detail = 本服务用 application/json 答复。
problem-gone = 这个已经删除了
    .detail = 是应本人要求删除的，或者是保存时间到了。不能恢复。
problem-stale = 这期间有人改过它
    .detail = 请重新读取，在现在的版本上再改一次；它的 ETag 随这个答复一起发来。
problem-precondition_required = 请说明你要改的是哪个版本
    .detail = 请把你读到的 ETag 用 If-Match 发来，这样谁的修改都不会丢。
problem-body_too_large = 这个太大了
    .detail = 这里最多接受 { $limit } 字节。
problem-unsupported_media_type = 不支持这种媒体类型
    .detail = 请发送 { $expected }。
problem-too_many_requests = 请求太多了
    .detail = 请等 { $seconds ->
        [one] 1 秒
       *[other] { $seconds } 秒
    }再试。什么都没有丢。
problem-proof_of_work_required = 你所在的网络发来了非常多的请求
    .detail = 要通过，你的应用得先为这个请求做一个小计算。不做的话，请等 { $seconds ->
        [one] 1 秒
       *[other] { $seconds } 秒
    }再试。什么都没有丢。
problem-unavailable = 本服务现在无法答复
    .detail = 请稍后用同一个 Idempotency-Key 再试。
problem-internal_error = 我们这边出了错
    .detail = 什么都没有保存。请把请求编号（request id）告诉运营者。
problem-conflict = 这和现在的情况对不上
    .detail = 请重新读取：你上次看过之后，情况可能变了。
problem-id_taken = 这个 id 已经有人用了
    .detail = 你选的 id 已经属于别的内容。请换一个新的。
fault-unknown_member = 这里不认识这一项
fault-wrong_type = 必须是 { $expected }
fault-missing_member = 必须填写
fault-too_long = 最多 { $limit } 个字符
fault-too_short = 至少 { $limit } 个字符
fault-too_many_items = 最多 { $limit } 条
fault-too_few_items = 至少 { $limit } 条
fault-duplicate_items = 同一条不能出现两次
fault-too_large = 最大是 { $limit }
fault-too_small = 最小是 { $limit }
fault-malformed = 格式和这里要求的不一样
fault-unknown_code = 不在代码表 { $list } 里
fault-unknown_value = 必须是其中之一：{ $expected }
fault-invalid = 不能用在这里
fault-not_json = 不是 JSON；在第 { $line } 行第 { $column } 列出错
fault-duplicate_member = 这一项出现了不止一次
fault-unknown_agency = 没有这个 id 的中介
fault-in_the_future = 不能是将来的时间
fault-in_the_past = 不能是过去的时间
fault-too_far_ahead = 最晚不能超过依法保留的第一天之后 { $years } 年
fault-blank = 不能空着
fault-not_in_country = 必须在填写的那个国家里
fault-proof_expired = 已经过期；请做新的计算题
fault-proof_elsewhere = 是为另一个请求或另一个网络做的；请做新的计算题
fault-proof_insufficient = 零位没有计算题要求的那么多

# Agencies and reviews.
agency-note-listed = 这个登记册只列有执照的中介，没有写每一家的状态。
agency-note-copy = 这是登记册“{ $register }”{ $date } 的副本。执照可能在这之后已经失效。付钱或签字之前，请先向 { $regulator } 查问。
agency-note-missing = 这家中介已经不在 { $date } 的名单上。和它打交道之前，请先问清原因。
licence-says-licensed = 按 { $date } 的名单（{ $register }），{ $name } 持有执照 { $number }。执照可能在这之后已经失效：付钱或签字之前，请先向 { $regulator } 查问。
licence-says-not-licensed = 按 { $date } 的名单（{ $register }），{ $name } 的执照 { $number } 现在无效：{ $status }。付钱或签字之前，请先问 { $regulator }。
licence-says-no-longer-listed = { $name }（执照 { $number }）在以前的名单上，但不在 { $date } 的名单上（{ $register }）。原因可能很多：付钱或签字之前，请先问 { $regulator }。
licence-says-unknown = 我们的名单（{ $register }）没有说明 { $name } 的执照 { $number } 今天是否有效。付钱或签字之前，请先问 { $regulator }。
licence-says-ambiguous = 有几家中介用着或用过号码 { $asked }。请比对名称；付钱或签字之前，请先问主管机关。
licence-says-number-replaced = { $name } 以前的号码是 { $asked }；按 { $date } 的名单（{ $register }），它现在的号码是 { $number }。付钱或签字之前，请先问 { $regulator }。
licence-says-not-held = 我们手上这个国家的名单里都没有号码 { $asked }。这不等于没有这个执照：名单可能旧了或不完整。付钱或签字之前，请先问主管机关。
licence-says-no-numbers = 我们手上这个国家的名单没有执照号码。请用中介的名称查；付钱或签字之前，请先问主管机关。
licence-says-no-list = 我们没有这个国家的名单。付钱或签字之前，请先问这个国家的主管机关。
licence-comes-from-ended = { $name } 的前身是 { $earlier }（执照 { $number }），那张执照现在无效：{ $status }。
licence-comes-from-missing = { $name } 的前身是 { $earlier }（执照 { $number }），它已经不在名单上。
fault-ends_before_it_begins = 不能早于第一天
sub-agent-confirmed = 这家中介或公开的登记册说，这些人为它做事。你付的每一笔钱都要拿收据。
sub-agent-claimed = 有人说自己为这家中介做事；中介没有这样说过。付钱或交证件之前，请先问中介。
sub-agent-denied = 这家中介说，这些人不为它做事。不要付钱，也不要交证件。
sub-agent-not-known = 我们没有这个名字或电话的资料。这不等于他们不为这家中介做事：付钱或交证件之前，请先问中介。
problem-succession_cycle = 一家中介不能是从它自己变来的
    .detail = 你写的前身就是这家中介自己，或者是从它变来的。
problem-already_stated = 这个已经写明了
    .detail = 两者的关系已经确认并显示。如果不对，请先拒绝它。
problem-both_listed = 两家都在名单上
    .detail = 两条都在登记册最新的名单上，所以是两家中介。请判定它们不是同一家。
problem-declared_interest = 作者和这家中介有利益关系
    .detail = 为某家中介或其竞争对手工作、拥有它或与它有亲属关系的人写的评价不发布。请用理由 conflict_of_interest 拒绝。
fault-too_many_decimals = 这种货币最多 { $limit } 位小数
fault-other_currency = 必须用付款时的货币
fault-more_than_paid = 比付的钱还多
problem-employer_not_accepted = 这个雇主没有页面
    .detail = 有工人提到了这个雇主。在有 registers 职能的人同意之前，不会发布它的任何内容；被拒绝之后，也不能再添加内容。
problem-private_household = 私人家庭没有页面
    .detail = 你在谁家做工，那家人属于私人，所以什么都没有保存。如果你需要帮助，请到 /v1/assistance-requests 求助；如果有危险，请到 /v1/safety-reports 报告。送你来的中介可以评价，包括工资、工时和居住条件。
fault-not_rated_here = 不适用于这里：中介和雇主评的项目不一样（代码表 review_dimensions）
fault-not_where_the_employer_is = 必须是雇主所在的国家
fault-unknown_employer = 不是这个国家的雇主
fault-not_a_web_address = 必须是 http 或 https 网址
review-next-proposed = 先有人查核你写的雇主，然后审核员会看你的评价。你不用做什么。过几天用回执码再来看看。你随时可以修改、撤回或删除它。
review-next-employer-refused = 你的评价没有发布，因为这个雇主不能有公开页面：可能是私人家庭，也可能没人查得出是谁。你写的内容没有给外面任何人看过。如果你需要帮助，请求助；如果有危险，请报告。你可以删除这条评价。
employer-next-open = 雇主要先有人查核，才会有页面。你现在就可以写评价，会先保存着。
fault-unknown_licence = 不在我们手上这个国家的任何名单里
fault-several_agencies = 属于或曾经属于几家中介；请用 id 说明是哪一家
fault-not_from_a_collector = 不能由收集人发来：要由作者自己用回执码发
fault-own_interest = 是关于一家你的机构有利益关系的中介
fault-id_in_use = 已经有人用了；请换一个，或者不填
problem-not_a_recording = 这里不接受这种录音
    .detail = 请发送 Ogg Opus、WebM Opus、M4A 或带 AAC 的 MP4、AAC、3GP 或 AMR、MP3 或 WAV 格式的录音。其他格式可能带有录音的地点和录音人，这里没有办法清除。
problem-damaged_recording = 这段录音坏了
    .detail = 开头是录音，后面却不是。请重新录一次，或者发完整的文件。
problem-recording_too_long = 这段录音太长了
    .detail = 一段录音最多 { $limit } 秒。请说得短一些。
problem-already_recorded = 已经有一段录音了
    .detail = 一条评价只有一段录音。请先删掉它，再发新的。
problem-cannot_appeal = 这个不能申诉
    .detail = 只有没被发布的评价可以申诉，只能一次，而且要在 90 天内。改过的评价会重新审核，不用申诉。
problem-own_interest = 没有人能取消自己的利益关系
    .detail = 请找另一位审核员：只有别人才能说这种关系已经没有了。
problem-own_decision = 这个申诉要由别人决定
    .detail = 这条评价是你拒绝的，所以由另一位审核员决定。
problem-claim_repeated = 你的机构已经认领了这家中介
    .detail = 认领正在等审核员，或者已经批准。请到 /v1/staff/own-agency-claims 查看。
problem-profile_held = 已有另一个机构代表这家中介
    .detail = 请先看它的认领。一家中介只能由一个机构代表；请先撤销另一个认领，再批准这一个。
problem-too_many_claims = 你等待审核的认领太多了
    .detail = 同时最多 { $limit } 个在等。请等其中一个有了决定。
problem-already_answered = 你的中介已经回复过这条评价
    .detail = 一条评价只回复一次。回复发布之前，你可以重写。
problem-rejected_too_often = 这个回复不能再改了
    .detail = 它已经被拒绝 { $limit } 次。
problem-already_reported = 你的中介已经举报过这条评价
    .detail = 一条评价同时只能有一个举报，每个理由只受理一次。
problem-too_many_reports = 你的中介这个月举报得够多了
    .detail = 一个自然月最多 { $limit } 个举报。有法律命令的，可以交给本服务的运营者。
review-next-pending = 审核员会先看你的评价，然后别人才能看到。过几天用回执码再来看看。你随时可以修改、撤回或删除它。
review-next-accepted = 审核员看过你的评价，已经通过。它会在几天内出现，这样别人就不能从日期猜出是谁写的。你随时可以修改、撤回或删除它；那样它就不会出现。
review-next-published = 你的评价已经发布，并且计入评分。一家中介至少有 { $minimum } 条评价才会显示，这样没人能看出哪条是谁写的。你随时可以修改、撤回或删除你的评价。
review-next-rejected = 你的评价没有发布；原因已经写明。你可以修改，审核员会再看一次；也可以删除。
review-next-withdrawn = 你撤回了评价。它不会显示，也不计入评分。你可以删除它。
review-next-checked = 你的评价已经发布。因为同时来了别的评价，它正在被核查。审核员看过之前，它会显示，但不计入评分。你不用做什么。
signal-burst = { $days } 天内有 { $count } 条关于这家中介的评价，平时大约 { $usual } 条；{ $share } % 意见一致。出了坏事之后，很多诚实的人会同时写。
signal-near-duplicate = 这段评语和这家中介以前的 { $count } 条评价几乎一样。哪条先写很清楚：只标出后来的。
signal-copied-elsewhere = 这段评语和其他中介的 { $count } 条评价几乎一样。
signal-one-network = { $days } 天内有 { $count } 条关于这家中介的评价来自同一个网络，大多意见一致。援助站、宿舍和手机运营商会共用网络：单凭这一点说明不了什么。
signal-nothing-checkable = 里面没有费用、事实、条件、收入，也没有月份：没有可以核对的内容。
signal-agency-network = 一条好评，来自代表这家中介的人所用的网络。手机运营商会共用网络。
signal-rival-network = 一条差评，来自代表另一家中介的人所用的网络。手机运营商会共用网络。
signal-agency-words = 这段评语和这家中介自己回复评价时写的几乎一样。也可能是引用。
methodology-counted = 评分只由这家中介已发布的评价算出，没有别的：谁都不能花钱买，中介也不能挑选或删除评价。审核员发布评价，或者说明为什么不发布。与中介有利益关系的人写的评价不计入。
methodology-suspicion = 如果评价一下子来得特别多、抄别人的，或者来自有利益关系的人的网络，审核员会再看一遍。在那之前它们不计入，页面上会写明；没有写进公开记录的决定，一条也不会删除。为此统计的是：什么时间来了多少、与这家中介平时相比如何、文字有多相似，以及在两周之内、不留任何地址地看有没有几条来自同一个网络。单单是同时有很多投诉，绝不会这样处理。
methodology-weight = 一条评价的分量看它的新旧和证明。过了 { $months } 个月，分量是新评价的一半；从发布的月份算起，因为招工的月份没有以可读的形式保存。"effective_count" 是这些分量的总和。
methodology-prior = 评价少，可能只是碰巧。所以加上 { $strength } 条假想的评价，好坏与同一条路线上所有中介的评价相同。一家中介的评价越多，它们的影响越小。一条路线要有 { $agencies } 家中介的 { $reviews } 条评价才这样算；不够的话，用所有路线的评价代替；再不够，就每个分数各加一条假想的评价。
methodology-employers = 雇主的评分方法和中介一样，只是项目不同：工资、工时和休息、居住条件、证件、对待、合同、如实介绍工作和费用。对一个雇主的预期，来自工人对这条路线上所有雇主的评价，从不来自中介，反过来也一样。一条路线的费用只从中介的评价里统计，这样没有人会算两次。
methodology-interval = 真正的平均值有 { $percent } % 的可能在 "interval_low" 和 "interval_high" 之间。范围宽，说明知道的还少。两家中介的范围重叠时，不应分高下。
methodology-hidden = 少于 { $minimum } 条评价得出的内容都不显示，中介、路线、项目都是这样。如果显示的部分和总数之间的差会少于这个数，就再多隐藏一些。这样谁都看不出某一个人写了什么。
methodology-costs = 费用是工人说自己付的钱，减去退回的，按付款月份的汇率换成美元。中位数和四分位数取两位有效数字，有 { $of_money } 条评价以上才显示。是否超过法定上限、合同是否被换成更差的，依据的是工人的说法；这不是法院的认定。
methodology-time = 一条评价发布、修改或结束时，评分马上改变。新旧按 "as_of" 里的月份计算，对一条路线的预期一个月内不变。一条路线的费用每天算一次。任何人都可以用显示的数字重算评分，运营者可以用 "tulay recompute" 核对全部评分。
problem-review_duplicate = 这次招工你已经评价过了
    .detail = 请用它的回执码修改，或者先撤回或删除它。一家中介的一次招工只能评价一次。
problem-recruitment_fixed = 招工的月份不能再改了
    .detail = 这条评价已经有了证明，或者为这次招工和你的应用绑定了。如果月份不对，请删除它，再写一条。
problem-not_a_document = 这里不接受这种文件
    .detail = 请发送 JPEG、PNG 或 WebP 图片，或者 PDF。看的是文件里的内容，不是文件名。
problem-damaged_document = 这份文件坏了
    .detail = 文件开头是图片或 PDF，后面却不是。请重新拍照或保存，再发一次。
problem-too_many_documents = 这条评价的文件已经满了
    .detail = 一条评价最多 { $limit } 份文件。可以销毁一份审核员还没看过的，腾出位置。
problem-document_used = 这份文件已经证明过这家中介的另一条评价
    .detail = 一份文件证明一条评价。如果是号码相同的另一份文件，请作者给别的证明，并拒绝这一份。
problem-vouching_token_spent = 这个令牌已经用过了
    .detail = 一个担保令牌只能证明一条评价。如果不是你自己用的，请问那个机构。
problem-vouched_already = 这个工人已经有这次招工的令牌
    .detail = 一个工人对每家中介、每次招工只有一个令牌。丢了不补；可以改用文件证明评价。
problem-vouching_interest = 你的机构和这家中介有利益关系
    .detail = 代表某家中介或曾想代表它的机构，不能为它的工人担保。
fault-unknown_key = 指的不是正在使用的密钥
fault-key_expired = 指的密钥的令牌已经不再接受
fault-wrong_signature = 不是用这个密钥对这条消息的签名
fault-not_blinded_for_this_key = 不是为这个密钥盲化的消息
fault-only_of_decisions = 只用于决定
methodology-proof = 大多数工人拿不出证明，所以每条评价都计入。作者给审核员看过文件，或者有认识作者的机构担保的，按一倍半计；法院或部委确认过的，按两倍计。任何证明都不会更多，这样少数人压不过多数人。至少有 { $minimum } 条评价有证明时，证明才增加分量，"proof_mix" 也只说明这些：否则就会看出谁拿得出证明。做这些都不需要说出自己是谁。

# Rights.
article-other_language = 还没有{ $wished }的文字。你现在看的是{ $language }。
article-machine_translation = 这是机器翻译，没有人核对过。做重要决定之前，请对照英文，或者问一个机构。
article-not_reviewed = 还没有律师或劳工专家核对过这段文字。它只是信息，不是法律意见。

# Staff and organisations.
problem-unknown_set_up_token = 这个设置令牌打不开任何内容
    .detail = 它已经用过、过了 72 小时，或者不完整。请要一个新的。
problem-unknown_refresh_token = 这个刷新令牌打不开任何内容
    .detail = 会话已经结束。请重新登录。
problem-token_reused = 为了你的安全，这个会话已经结束
    .detail = 它的刷新令牌用了两次，所以别人可能也有。请重新登录。
problem-proof_refused = 无法确认
    .detail = 旧密码或一次性验证码不对。什么都没有改。
problem-account_name_taken = 这个帐号名已经有人用了
    .detail = 已有人用这个名字登录。请另选一个。
problem-last_administrator = 最后一位管理员要留下
    .detail = 请先让别人成为管理员，这样机构不会没有管理员。
problem-own_account = 这个要由别人来做
    .detail = 谁都不能改自己的角色，也不能停用或重置自己的帐号。请找另一位管理员。
problem-second_factor_missing = 这个帐号没有第二重验证
    .detail = 这个角色能打开封存的记录。请重置帐号，给它这个角色，再让本人用验证器应用重新设置。
problem-competence_missing = 这个机构不做这个角色的事
    .detail = 审核员对所有人的评价作决定，所以只有具备 "moderation" 职能的机构才有审核员。职能由本服务的运营者给予。中介代表属于 "recruitment_agency" 类的机构。
fault-password_common = 是最先会被人试的密码之一
fault-password_repetitive = 重复用的字符种类太少
fault-password_contains_name = 不能包含帐号名
fault-wrong_code = 不是应用现在显示的验证码

# Assistance.
problem-status_not_reachable = 请求现在不能走这一步
    .detail = 它现在是 { $from }。从那里可以到：{ $next }。
problem-request_withdrawn = 这个请求已经撤回
    .detail = 不能再往里面加内容，也不能再处理它。你随时可以提交新的请求。
problem-consent_withdrawn = 本人不再允许读这个
    .detail = 本人已经收回同意。说过的内容仍然封存着。
problem-erasure_waits = 本人在等这个请求被删除
    .detail = 本人希望删除这个请求，只是法院的命令推迟了它。不能再加别的理由；请解除依法保留。
fault-unknown_organisation = 没有这个 id 的接受求助请求的机构
fault-unknown_time_zone = 不是时区
fault-only_with = 只能和状态 { $expected } 一起发
fault-pause_too_long = 时间太远了
fault-not_a_country_of_yours = 不是你的机构所在的国家
fault-not_a_case_worker = 不是你的机构的个案工作人员
problem-triage_rules_published = 这些规则已经发布
    .detail = 发布过的不会再改。请起草新规则；要回到以前的，请重新发布以前的规则。
problem-too_many_drafts = 等着的草稿太多了
    .detail = 最多可以有 { $limit } 份。请丢弃一份不再需要的。
problem-escalated_already = 已经说过了
    .detail = 你在最近三天内说过。请给收到的人一点时间。
problem-not_acknowledged = 还没有人确认收到这个请求
    .detail = 只有确认过的才能等待。请先确认。
problem-paused_already = 计时已经停了
    .detail = 请先让它重新走。
problem-not_paused = 计时正在走
    .detail = 没有什么要恢复的。
problem-offer_over = 这个转接邀请已经结束
    .detail = 它已经有了答复、时间到了，或者本人不再需要。
problem-nobody_else = 没有别人可以接手
    .detail = 请改为拒绝这个请求，让本人知道还可以找谁。
problem-request_ended = 这个请求的工作已经结束
    .detail = 不能再转给别人。
problem-alert_acknowledged = 已经有别人在处理
    .detail = 这个警报已由另一位也被呼叫的人确认。
problem-alert_closed = 这个警报已经关闭
    .detail = 不用再有人回应。警报里写了原因。
fault-danger_not_critical = 必须有一条规则，让每个写明 danger_now 的请求都成为 critical，并且不提别的条件
fault-rule_without_condition = 没有写任何必须成立的条件
fault-less_than_at_least = 小于 at_least
triage-notice = 优先级只说明应该多快有人来看一个请求。它不是法律结论：是不是强迫劳动或别的罪行，不在这里决定。
assistance-danger-called = 因为有危险，已经呼叫能帮忙的人。还没有人回应；如果没人回应，会再呼叫别人。如果你现在有危险，不要等：请打紧急电话。
assistance-danger-acknowledged = 因为有危险，已经呼叫能帮忙的人，其中一位正在处理你的请求。如果你现在有危险，不要等：请打紧急电话。
assistance-next-danger = 如果你或别人现在有危险，可以的话，请到有别人在的安全地方去。你的生命最重要；这个请求可以等。
assistance-next-call_emergency = 如果你或别人现在有危险，请马上打其中一个紧急电话。不要等我们。
assistance-next-keep_code = 请把回执码写在纸上，放在别人找不到的地方。它只显示这一次，只有它能打开你的请求。
assistance-next-organisation_reads = { $organisation } 已收到你的请求，会在 { $date } 之前看。
assistance-next-feedback = { $organisation } 会在 { $date } 之前告诉你做了什么。
assistance-escalated-administrators = 我们已经告诉那个机构的负责人，你的请求没有按承诺进行。如果还是没有动静，会告诉本服务的运营者。
assistance-escalated-operator_desk = 我们已经告诉本服务的运营者，你的请求没有按承诺进行。
assistance-next-offered = 已经请 { $organisation } 接手你的请求，它会在 { $date } 之前答复。如果它不能接，就问下一个。在有机构接手之前，没有人会看你写的内容：如果不能等，请联系这里列出的地方。
assistance-next-nobody_covers = 使用本服务的机构还没有一个在这个国家工作。你的请求会保存着，第一个来的机构会收到它。在那之前没有人会看：请联系这里列出的地方。
assistance-next-come_back = 请用回执码回来看进度、读消息、写消息。除了你允许的方式，没有人会用别的方式联系你。
assistance-next-erasure_near = 你的请求会在 { $date } 删除。如果你还需要它，请写一条消息：它就会再保存一个月。
assistance-next-held = 因为法律要求，你的请求会保存到 { $date }。之后，保存时间到了，或者你想删除，就会删除。
request-left-statistics = 一行统计数字：国家、月份、请求是关于什么的、进行到哪一步。从它查不到任何人。
request-left-audit_log = 工作人员的记录里：请求的编号，谁在什么时候打开过。没有记下他们读了什么。
request-left-receipt_hash = 你的回执码的一个“指纹”，加上你提交内容的编号和月份，这样用这个码查时会得到“已删除”的答复。
request-left-sealed_answers = 几天之内，本服务给你的应用的答复还在，用只有你的应用才有的密钥封着。
request-left-backups = 数据库的旧备份，里面你的请求是封着的，直到运营者销毁它们。

# Safety.
problem-report_status_not_reachable = 报告现在不能走这一步
    .detail = 它现在是 { $from }。从那里可以到：{ $next }。
problem-report_withdrawn = 这个报告已经撤回
    .detail = 报告人撤回了它。里面的内容不能再看，也不能再加；随时可以提交新的报告。
problem-too_much_evidence = 这个报告的证据已经满了
    .detail = 一个报告最多 { $limit } 个文件。还有别的情况，可以在补充里写出来。
problem-not_evidence = 这里不接受这种文件
    .detail = 请发送 JPEG、PNG 或 WebP 图片、录音或视频。看的是文件里的内容，不是文件名。
problem-damaged_evidence = 这个文件坏了
    .detail = 文件开头是好的，后面不对。请发完整的文件，或者重新做一个。
fault-does_not_fit_kind = 和这种报告对不上
fault-given_twice = 和另一项说的一样；只发其中一项
problem-report_merged = 这个报告归在另一个报告后面
    .detail = 它说的是和另一个报告同样的危险，在那里处理。请改那一个，或者先把这一个从后面取出来。
problem-report_not_publishable = 这个报告不能公开显示
    .detail = 只有做得好的例子才公开显示，而且要报告人同意。
fault-unknown_form = 不是发布过的表格
fault-unknown_question = 这个表格没有问这个问题
fault-wrong_answer = 不是这个问题的答案
fault-unknown_board = 找不到这块牌子；请直接写在哪里
fault-unknown_reference = 指的报告已经没有了
fault-unknown_report = 不是你的机构的另一个报告
fault-not_an_inspector = 不是你的机构的监察员
safety-alert-called = 因为有危险，已经呼叫监察员。还没有人回应；如果没人回应，会再呼叫别人。不要等他们：请打紧急电话。
safety-alert-seen = 因为有危险，已经呼叫监察员，现在有人在处理。如果你有危险，不要等：请打紧急电话。
safety-alert-nobody = 现在还呼叫不到人；会继续呼叫。请马上打紧急电话。
duty-text = 轮到你值班，现在有人需要你。请登录查看警报。
open311-filed = 谢谢。请把这个码交给报告的人，自己不要留：本人可以用它查看进展，也可以撤回。{ $code }
open311-hazard_codes = 是关于哪些危险
open311-may_be_published = 可不可以由监察员改写后公开显示
open311-yes = 可以
open311-no = 不可以
safety-next-danger = 请马上离开危险，可以的话，也提醒别人。你的生命最重要；这个报告可以等。
safety-next-call_emergency = 如果有人受伤或有危险，请马上打其中一个紧急电话。不要等我们。
safety-next-keep_code = 请把回执码写在纸上，放在别人找不到的地方。它只显示这一次，只有它能打开你的报告。
safety-next-organisation_reads = { $organisation } 已收到你的报告，会在 { $date } 之前看。
safety-next-feedback = { $organisation } 会在 { $date } 之前告诉你做了什么。
safety-next-nobody_covers = 使用本服务的机构还没有一个在这个国家检查工作场所。你的报告会保存着，第一个来的机构会收到它。在那之前没有人会看：请联系这里列出的地方。
safety-next-come_back = 请用回执码回来看进度、加照片、读消息、写消息。没有人会联系你，本服务什么都不会告诉你的雇主。
safety-left-statistics = 一行统计数字：国家、月份、报告的种类、进行到哪一步。从它查不到任何人。
safety-left-audit_log = 工作人员的记录里：报告的编号，谁在什么时候打开过。没有记下他们读了什么。
safety-left-receipt_hash = 你的回执码的一个“指纹”，加上你提交内容的编号和月份，这样用这个码查时会得到“已删除”的答复。
safety-left-sealed_answers = 几天之内，本服务给你的应用的答复还在，用只有你的应用才有的密钥封着。
safety-left-backups = 数据库的旧备份，里面你的报告是封着的，直到运营者销毁它们。
problem-cases_stranded = 这些个案会没有人能打开
    .detail = 只有这个帐号能打开 { $cases }。请先让一位同事打开，或者把密钥交给一位同事；然后再试。
problem-case_key_locked = 你的个案密钥在这个会话里没有打开
    .detail = 请用 POST /v1/staff/sessions/current/case-key 和你的密码短语打开，或者用密码重新登录。
problem-case_key_not_held = 你没有得到这个请求的密钥
    .detail = 能打开它的同事、密钥保管人，或者工人下次来时，会把密钥给你。
problem-not_an_attachment = 这里不接受这种文件
    .detail = 请发送 JPEG、PNG 或 WebP 图片、录音，或者 PDF。看的是文件里的内容，不是文件名。
problem-damaged_attachment = 这个文件坏了
    .detail = 开头是好的，后面不对。请发完整的文件，或者重新做一个。
problem-too_many_attachments = 这个请求的附件已经满了
    .detail = 一个请求最多 { $limit } 个附件。还有别的情况，可以在补充里写出来。
fault-no_case_key = 不是有密钥的在岗个案工作人员；需要先登录一次
problem-webhook_endpoints_full = 这个机构的 webhook 端点已经满了
    .detail = 一个机构最多 { $limit } 个端点。请删除一个不再需要的。
problem-webhook_endpoint_disabled = 这个 webhook 端点已停用
    .detail = 请先启用；然后没能发出的可以再发。
fault-not_a_public_address = 必须是公共网络上服务器的 https 地址
problem-client_revoked = 这个客户端已被吊销
    .detail = 它不能再用。请另建一个。
problem-client_authenticates_otherwise = 这个客户端用别的方式证明身份
    .detail = 签名的客户端没有密码，有密码的客户端没有密钥。请另建一个。
fault-not_a_public_key = 必须是公钥：至少 2,048 位的 RSA、P-256 或 Ed25519，里面不能有私钥内容
problem-openid_not_configured = 这里没有外部登录
    .detail = 请用你的帐号名和密码登录。
problem-unknown_openid_state = 没有这样的登录在进行
    .detail = 时间太长，或者已经用过。请重新开始登录。
problem-unknown_openid_invitation = 这个邀请打不开任何内容
    .detail = 它已经用过，或者时间到了。请向你机构的管理员再要一个。
problem-openid_refused = 外部登录没有成功
    .detail = 你的登录服务商没有确认你是谁。请重新开始登录。
problem-openid_not_linked = 这里没有帐号和你关联
    .detail = 请向你机构的管理员要一个邀请，用它开始登录。
problem-openid_linked_otherwise = 另一个帐号已经和你关联
    .detail = 登录服务商那里的一个人，在这里只有一个帐号。管理员可以取消另一个关联。

# What came of a request.
problem-no_outcome_yet = 还没有结果
    .detail = 机构还没有说你的请求有什么结果。你随时可以写消息。
problem-satisfaction_given = 你已经说过满意不满意
    .detail = 这个只问一次。请不要填这一项；其他的都可以再说一次。

# The diary, and the claim that follows from it.
problem-diary_full = 日记已经满了
    .detail = 最多 { $limit } 条。请去掉几条不需要的，再发一次。
problem-no_claim_rule = 还没有说明按什么来算应得的钱
    .detail = 请先写明约定的工资和加班倍数（`claim-rule`）。
problem-claim_too_large = 数目太大，算不了
    .detail = 请看看有没有哪个金额或件数打错了。
fault-other_than_claim = 必须用索赔的那种货币
claim-assumes-hours_as_written = 工时按你写下的算。
claim-assumes-breaks_unpaid = 休息时间不算工作。
claim-assumes-overtime_beyond = 超过正常一天的时间是加班；如果写了正常一周的时间，超过的也是加班。一周从星期一开始。
claim-assumes-rest_days_as_marked = 休息日是你标出的那些；休息日的工时不算进正常一周。
claim-assumes-daily_rate_divided = 按天算工资的，一小时的工资是日工资除以正常一天的小时数。
claim-assumes-monthly_rate_divided = 按月算工资的，一小时的工资是月工资除以当月的天数，再除以正常一天的小时数。
claim-assumes-pieces_without_overtime = 计件的工作按件数付钱，没有加班费。
claim-assumes-payments_in_month_of_entry = 收到的钱，算在写了它的那条记录的月份里。
claim-assumes-rounded_per_month = 每个月只取整一次，取到货币的最小单位，半个单位往上进。
claim-remark-no_rate = 这条记录没有工资标准，所以它的工时没有算。
claim-remark-other_currency = 工资或收到的钱是另一种货币，没有算。
claim-remark-no_days_per_month = 工资是按月的，但没有写一个月除以几天，所以没有算。
claim-remark-no_pieces = 这是计件的，但没有写多少件，所以没有算。
claim-remark-overlaps = 它和另一条记录时间重叠；两条都算了。
fault-unknown_message = 不是这个请求的消息

# The evidence pack on paper.
pack-title = 证据材料
pack-made_at = 制作时间
pack-request = 请求
pack-digest = JSON 的 SHA-256
pack-attached = JSON 本身附在这个文件里，名为 evidence-pack.json。
pack-claim = 索赔
pack-diary = 工作和工资日记
pack-messages = 消息
pack-outcome = 结果
pack-attachments = 照片、录音和文件
pack-as_received = 收到时的原样
pack-custody_log = 保管记录
pack-source = 来源
pack-ordinary = 正常工时
pack-overtime = 加班
pack-rest_day = 休息日
pack-entitled = 应得
pack-paid = 已付
pack-owed = 欠付
pack-total = 合计
pack-breaks = 休息
pack-edited = 改过
pack-earlier = 版本
pack-parts = 各部分的 SHA-256
pack-not_judged = 这里写的是本人说的，以及由此算出来的。没有任何机关对它作过决定。

# Check-ins.
check-in-question = 之后你还好吗？有没有人因为你求助而惩罚你、为难你？
check-in-question-report = 之后你还好吗？有没有人因为你报告危险而惩罚你、为难你？
problem-check_in_not_due = 还没有到问你的时候
    .detail = 以后会问你。你随时可以写消息。
problem-check_in_answered = 你已经回答过了
    .detail = 如果之后有变化，请写一条消息。

# Requests that belong together.
fault-unknown_request = 不是你的机构的另一个请求

# Conversations by text. Short, without names of the service; a line is worth money. Keywords are separated by commas.
sms-language-name = 中文
sms-keywords-stop = stop, 停, 停止, 退订, 不要再发
sms-keywords-start = start, 开始, 重新开始
sms-keywords-help = help, info, 帮助, 帮忙, 求助, 帮帮我
sms-keywords-danger = sos, 危险, 救命, 救我, 紧急
sms-keywords-language = language, 语言, 换语言
sms-language = { $list }
sms-menu = 1 求助
    2 我有回执码
    3 紧急电话
    4 语言
sms-help = 免费帮助工人，不用写名字。不能让人看到的短信请删掉。SOS：危险。语言：换语言。STOP：不再收短信。
sms-country-guess = 你在{ $country }吗？
    1 是
    2 不是
sms-country = 你在哪个国家？请发国名。
sms-country-unknown = 没找到这个国家。请发国名，或两个字母，如 SG。
sms-numbers-of = 别的国家？请发国名。1：求助
sms-numbers = 有危险请打：{ $numbers }
sms-no-numbers = 有危险请打当地警察电话。
sms-urgency = 你多快需要帮助？
    1 我现在有危险
    2 这周
    3 不急
sms-topics = 是什么事？可发一个或几个数字，如 1 3
    { $list }
    0 更多
sms-words = 请写发生了什么，可分几条发。写完发 1，全部不要发 0。
sms-words-in-danger = 发 1 马上求助。也可先写你在哪里、发生了什么。
sms-words-more = 记下了。可继续写，写完发 1。
sms-words-full = 这条放不下，没有保存。发 1 继续。
sms-may-text = 有消息时，可以发短信到这个号码吗？
    1 可以
    2 不要，我用回执码来问
sms-confirm = 你所在国家的援助机构会看到。
    1 发送
    0 全部不要
sms-kept = 你写的已保存。
sms-dropped = 已取消，什么都没发出。
sms-filed = 已发送。回执码在另一条短信里。请抄在纸上，再删掉短信。把回执码发到这里就能看答复。
sms-code = 请发你的回执码，32 位数字。0：返回
sms-code-wrong = 这个码打不开。请逐组核对。0：返回
sms-code-wait = 错的码太多。请过几分钟再试。
sms-code-elsewhere = 这个码是别处用的。请在应用里用。
sms-code-ended = 这个码已经失效。
sms-code-over = 请再发一次你的回执码。
sms-case = 1 进度
    2 看答复
    3 写消息
    4 撤回
    5 删除
    0 结束
sms-standing = { $status }。{ $date } 前会再告诉你。
sms-standing-ended = { $status }。
sms-no-answer = 还没有答复。
sms-no-older-answer = 没有更早的答复了。
sms-message = 请写消息，可分几条发。1：发送，0：不要
sms-message-more = 记下了。可继续写。1：发送，0：不要
sms-sent = 已发送。
sms-take-back = 撤回后，没有人会再看。
    1 撤回
    0 不撤回
sms-taken-back = 已撤回。
sms-erase = 会永远删掉。
    1 删除
    0 不删
sms-erased = 已删除。手机上的短信也请删掉。
sms-erase-waits = 谁都看不到了。法院命令暂时保留；命令结束就删除。
sms-status-only = 这个码只能看进度。
sms-was-taken-back = 已经撤回，不能再写。
sms-danger-told = 我们已告诉那个机构。
sms-bye = 如果别人会看你的手机，请删掉这些短信。
sms-stopped = 不会再发短信给你。想重新开始，请发 START。

# Reaching people.
contact-text-1 = 你好！有空给我打个电话。
contact-text-2 = 最近好吗？有件事想跟你说。
contact-text-3 = 嗨，方便时给我发个消息。
contact-text-4 = 你好，有新消息，回头聊。
contact-text-named = { $organisation }：有给你的新消息。请用你的回执码查看。
problem-contact_refused = 这次联系不在计划之内
    .detail = 本人的计划不允许（{ $reason }）。已记在请求里。下次可以的时间：{ $not_before }。

# Consents and referrals.
problem-consent_not_covering = 没有一份同意包括全部内容
    .detail = 请本人就这个接收方和目的给出同意，或者去掉没有包括的内容。
problem-recipient_refused = 本人不要这个接收方
    .detail = 本人排除了它，或者拒绝了它。什么都不会告诉它，即使有生命危险；请找别人。
problem-no_danger_to_life = 没有已知的生命危险
    .detail = 没有同意时，只有请求写明 danger_now 或优先级是 critical，才会显示内容。
problem-referral_over = 这个转介已经结束
    .detail = 它已经有了答复、被撤回，或者时间到了。
problem-transfer_open = 这个请求已经在移交
    .detail = 请等答复，或者先撤回那个移交。
problem-consent_ended = 本人已经说不同意
    .detail = 只有本人可以用回执码重新同意。
problem-too_many_consents = 一个请求的这类内容太多了
    .detail = 一个请求最多 { $limit } 个。
problem-not_handed_over = 本人没有同意交出这个
    .detail = 这个请求是从另一个机构转给你们的。请问本人，你们可不可以也读这个。
fault-belongs_to = 只属于 { $expected }
fault-own_organisation = 不能是你自己的机构
fault-unknown_attachment = 不是这个请求的附件
assistance-next-consent_asked = 工作人员想问，能不能让另一个机构知道你的一些情况。请看是哪个机构、为什么，然后全部同意、部分同意，或者不同意。
assistance-next-consent_overridden = 因为你的生命看来有危险，没有先问你，就给另一个机构看了你请求里的一些内容。请看给了谁、看了什么、为什么。

# Establishments.
problem-establishment_merged = 这个工作场所已并入另一个
    .detail = 请改留下的那一个：{ $into }。
problem-merged_since = 这之后又有一次合并
    .detail = 请先撤销较新的合并；然后才能撤销这一个。
fault-more_than_total = 比全部工人还多
fault-unknown_establishment = 那里没有这个工作场所
fault-same_establishment = 必须是另一个工作场所
fault-list_unreadable = 不能当作有行和列的名单来读
fault-unknown_column = 不是这里认识的列
fault-missing_column = 是名单必须有的列

# Files that come in part by part.
problem-tus_version_not_supported = 不支持这个版本的 tus
    .detail = 请发送 `Tus-Resumable: 1.0.0`。
problem-upload_offset_mismatch = 上传的位置对不上
    .detail = 请用 HEAD 问到了哪里（`Upload-Offset`），从那里继续。这次请求的内容都没有保存。
problem-checksum_mismatch = 收到的和发出的不一样
    .detail = 校验值对不上。这次请求的内容都没有保存；请再发一次。
problem-checksum_not_supported = 这里不认识这种校验值
    .detail = 请用 `sha1` 或 `sha256`，校验值用 Base64。
problem-too_many_uploads = 没传完的文件太多了
    .detail = 最多可以同时开始 { $limit } 个。请传完一个，或者删掉一个。
problem-upload_expired = 这个上传没有及时完成
    .detail = 请重新开始。

# Planning of visits
problem-visit_plan_drawn = 这个时期已经有计划
    .detail = 每个时期只做一次计划。请改动或取消单个检查。
problem-visit_plan_open = 上一个计划还没有通过
    .detail = 请先通过它；然后才能计划下一个时期。
problem-visit_plan_accepted = 这个计划已经通过
    .detail = 检查已经安排好。请改动或取消单个检查。
fault-not_its_inspector = 要由负责这个报告的监察员来说
fault-not_a_planning_period = 必须是这个计划期或下一个计划期的第一天

# Tablets of inspectors.
problem-invalid_dpop_proof = 没有证明这台平板的密钥
    .detail = 请就这个请求发送一个新的 `DPoP` 证明，用平板登录时的密钥签名（RFC 9449）。如果平板的时钟不准，请用这个答复里 `Date` 头的时间。
problem-device_revoked = 这台平板不再受信任
    .detail = 请删除这个应用保存的一切，包括密钥，然后告诉拿着它的人它已被吊销。用这个密钥问的，以后都只有这个答复。
problem-device_key_missing = 这个会话没有绑定密钥
    .detail = 请在平板上用 `DPoP` 证明登录，然后登记它。
problem-device_key_taken = 已有平板用这个密钥登记
    .detail = 每位监察员、每台平板都要做一个新密钥，用它登录，再登记。
problem-device_needed = 这需要一台登记过的平板
    .detail = 请在平板上用 `DPoP` 证明登录，并在 `/v1/staff/devices` 登记。在办公桌上，请用检查的地址。
fault-unknown_visit = 不是你的检查；平板只能写入它的监察员的检查
fault-unknown_record = 不是本服务有的记录；请先交上它的建立
fault-not_of_this_visit = 在这次检查里没有这样的内容
fault-no_visit_there = 不是对同一个工作场所的检查
fault-evidence_needed = 对 { $item }（{ $answer }）的答案需要证据，或者没有证据的原因
fault-unknown_campaign = 不是你的监察机关的行动
fault-only_by_planners = 由安排检查的人在办公桌上设定
fault-cannot_change = 不能更改
fault-predecessor_missing = 依靠一个五天内没有到的更改
fault-predecessor_rejected = 依靠一个被拒绝的更改

# Inspections.
problem-too_many_checklists = 这个监察机关的检查表已经满了
    .detail = 旧版本永远保留，所以能发布的数量有限。请问本服务的运营者。
problem-not_of_the_team = 只有这次检查的小组能这样做
    .detail = 监察机关里的其他人可以读。要写它的人，先要加进小组。
problem-too_many_interviews = 这次检查的谈话已经满了
    .detail = 还要听的，属于另一次检查。
problem-visit_not_ended = 检查还没有结束
    .detail = 检查做完了，或者做不了，才在报告上签字。
problem-year_not_over = 这一年还没有过完
    .detail = 监察机关所在国家的这一年过完之后，才发布年度报告。
problem-report_changed = 报告现在写的不是这样
    .detail = 请再读一遍报告，按它写的签字。已经签过的不再签。
fault-never_changes = 从不改变
fault-not_a_next_step = 不是现在这一步之后可以走的一步
fault-unknown_checklist = 不是这里认识的检查表的哈希值
fault-not_for_this_visit = 是另一个国家或另一个时间的检查表
fault-unknown_item = 不是这个检查表的项目
fault-does_not_fit_type = 只用于 choice 类的项目，不能用于别的
fault-one_of_the_two = 两项里要有一项，而且只能有一项
fault-set_by_the_service = 由本服务设定，不能发来
fault-no_working_calendar = 算不出来：这里不知道这个国家的工作日；请写明最后一天
fault-beyond_known_holidays = 超过了 { $until }，这里只知道到那一天为止的公共假日；请写明最后一天
fault-code_of_the_service = 是本服务自带的检查表的代码；请另选一个
fault-unknown_script = 不是发布过的谈话稿的哈希值
fault-needs_english = 必须有英文（en）的文字

# Entitlements and checks.
check-says-breach = 就我们所知，这不符合法律的要求。请看每一条规定，行动之前先问问人。
check-says-kept = 就能看出来的，这符合法律的要求。
check-says-unknown = 现在还不能确定。请看还需要知道什么，再问问人。
check-says-nothing-known = 我们不知道这方面有什么规定。这不等于可以这样做：请问问人。
check-caution = 这只是信息，不是决定，也没有律师核对过。你问的内容一点都不保存。
fault-unknown_contract_member = 不是这里合同会有的项目
fault-wrong_contract_value = 格式和合同的这一项不一样

# The service directory.
fault-below_minimum_age = 不能小于 minimum_age
fault-unknown_place = 指的不是这项服务的地点；如果是新地点，请不要填

# Articles and bundles.
article-stale_translation = 译文还是旧的：英文原文已经更改。做决定前请先问清楚。
problem-range_not_satisfiable = 文件没有这一部分
    .detail = `Content-Range` 说明它有多少字节。请不带 `Range` 再请求一次。
problem-unknown_corridor = 我们对这条路线一无所知
    .detail = `/v1/bundles` 列出有内容的路线。
