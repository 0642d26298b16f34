# Texts that the service sends itself, one message per problem and per fault.
# `problem-<code>` is the title, its attribute `.detail` says what to do, in a full sentence.

problem-malformed_request = The request has a form that is not served
    .detail = The listed members have the wrong type or are not known. Nothing was stored.
problem-invalid_request = Some of what was sent is not valid
    .detail = Please correct the listed members and send it again. Nothing was stored.
problem-invalid_cursor = This page marker cannot be used
    .detail = Start again from the first page. A marker belongs to one search and cannot be changed.
problem-idempotency_key_missing = The request needs an Idempotency-Key
    .detail = Send a fresh random key with each new write and the same key when you repeat it, so that nothing is filed twice.
problem-idempotency_key_malformed = This Idempotency-Key cannot be used
    .detail = A key is a quoted string of 1 to 255 printable ASCII characters (RFC 8941).
problem-idempotency_key_reused = This Idempotency-Key was used for something else
    .detail = The same key came with a different request. Use a fresh key for each new write.
problem-in_progress = The same request is still being worked on
    .detail = Repeat it in a moment with the same key; you will get the first answer.
problem-unauthenticated = This needs a receipt code, or signing in
    .detail = What you noted when you sent your report, request or review opens it: send that code in the Authorization header as `Receipt …`. Staff send a valid access token as `Bearer …`.
problem-invalid_token = This access token is not valid
    .detail = It may have expired. Get a new one with your refresh token, or sign in again.
problem-unknown_receipt = This receipt code opens nothing
    .detail = Check each group of the code. It is written on what you noted when you sent your report.
problem-receipt_rotated = This receipt code was replaced
    .detail = Another code has taken its place and this one opens nothing any more. If it was not you who replaced it, somebody else had the code: file again, or ask the organisation that you trust.
problem-receipt_revoked = This receipt was given up
    .detail = Nobody can follow with this code any more, and nothing brings it back. Whoever gave it up, or took it over, wanted it so.
problem-receipt_expired = This code was not used in time
    .detail = Who filed it can get a new code to hand over.
problem-receipt_shows_status_only = This receipt shows only how far it is
    .detail = The person for whom you filed has taken over. Messages and everything else are theirs now.
problem-handover_code_only = This code is for taking over
    .detail = It opens nothing by itself. Send it to POST /v1/receipts/take-over to get a receipt code of your own.
receipt-revoke-warning = Once you give this code up, nobody can follow what you sent any more: you cannot read or write messages, take it back or erase it, and nothing brings the code back. What you sent stays with whoever handles it. If you want it gone, erase it instead.
problem-second_step_needed = This is not shown for the code alone
    .detail = Take the second step first. It is good for 15 minutes.
problem-second_word_needed = This needs your second word
    .detail = You chose a word that only you know. Send it as second_word.
problem-second_word_wrong = This is not your second word
    .detail = Try again in a minute. After several wrong words none is heard for a while. Status and messages need no second word.
problem-nothing_to_hand_over = There is nothing to hand over
    .detail = The person has taken over already, or it was filed for oneself.
problem-too_many_proofs = There are as many proofs of it as there may be
    .detail = At most { $limit }. Withdraw them, and make a new one.
problem-unknown_pseudonym = No account has this number and recovery code
    .detail = Check both. Your receipts can be followed with their own codes all the same.
problem-too_many_receipts = There are as many receipts in this account as it takes
    .detail = At most { $limit }. Take one out, or make another account.
problem-sign_in_failed = Signing in did not work
    .detail = The account name, the password or the one-time code is wrong.
problem-forbidden = You may not do this
    .detail = Your role does not include it. Ask an administrator of your organisation.
problem-cross_origin_refused = This web page may not call the service
    .detail = A browser app may call only from an origin that the operator of the service has named, and only with the methods that are served.
problem-not_found = There is nothing here
    .detail = The address is wrong, or what it named is not available to you.
problem-method_not_allowed = This method is not served here
    .detail = The Allow header lists the methods that are.
problem-not_acceptable = None of the accepted media types is served
    .detail = The service answers application/json.
problem-gone = This was erased
    .detail = It was removed at the request of the person or when its time was over. It cannot be brought back.
problem-stale = Somebody changed it in the meantime
    .detail = Read it again and repeat your change on the current version, whose ETag is sent with this answer.
problem-precondition_required = Say which version you are changing
    .detail = Send the ETag that you read as If-Match, so that nobody's change is lost.
problem-body_too_large = This is too large
    .detail = At most { $limit } bytes are accepted here.
problem-unsupported_media_type = This media type is not served
    .detail = Send { $expected }.
problem-too_many_requests = Too many requests
    .detail = Please wait { $seconds ->
        [one] one second
       *[other] { $seconds } seconds
    } and try again. Nothing is lost.
problem-proof_of_work_required = Very many requests come from your network
    .detail = To get through, your app has to do a small calculation for this request first. Without it, please wait { $seconds ->
        [one] one second
       *[other] { $seconds } seconds
    } and try again. Nothing is lost.
problem-unavailable = The service cannot answer right now
    .detail = Please try again in a moment with the same Idempotency-Key.
problem-internal_error = Something went wrong on our side
    .detail = Nothing was stored. Please tell the operator the request id.
problem-conflict = This does not fit the present state
    .detail = Read it again: it may have moved on since you last saw it.
problem-id_taken = This id is in use
    .detail = Something else already has the id that you chose. Make a new one.

fault-unknown_member = this member is not known here
fault-wrong_type = must be { $expected }
fault-missing_member = is needed
fault-too_long = must have at most { $limit } characters
fault-too_short = must have at least { $limit } characters
fault-too_many_items = must have at most { $limit } entries
fault-too_few_items = must have at least { $limit } entries
fault-duplicate_items = must not hold the same entry twice
fault-too_large = must be at most { $limit }
fault-too_small = must be at least { $limit }
fault-malformed = does not have the form that is expected here
fault-unknown_code = is not in the code list { $list }
fault-unknown_value = must be one of { $expected }
fault-invalid = cannot be used here
fault-not_json = is not JSON; it breaks at line { $line }, column { $column }
fault-duplicate_member = this member comes more than once
fault-unknown_agency = there is no agency with this id
fault-in_the_future = must not lie in the future
fault-in_the_past = must not lie in the past
fault-too_far_ahead = must lie at most { $years } years after the first day of the hold
fault-blank = must not be blank
fault-not_in_country = must lie in the country that was given
fault-proof_expired = has expired; solve the new challenge
fault-proof_elsewhere = was made for another request or another network; solve the new challenge
fault-proof_insufficient = does not have as many zero bits as the challenge asks for

# Agencies and reviews.

agency-note-listed = The register lists only agencies that hold a licence, and states no status for each of them.
agency-note-copy = This is a copy of the register “{ $register }” of { $date }. A licence can have ended since. Check with { $regulator } before you pay or sign anything.
agency-note-missing = This agency is no longer on the list of { $date }. Ask why before you deal with it.
licence-says-licensed = By the list of { $date } ({ $register }), { $name } holds licence { $number }. A licence can have ended since: check with { $regulator } before you pay or sign anything.
licence-says-not-licensed = By the list of { $date } ({ $register }), licence { $number } of { $name } is not in force: { $status }. Ask { $regulator } before you pay or sign anything.
licence-says-no-longer-listed = { $name } (licence { $number }) was on an earlier list and is not on the list of { $date } ({ $register }). That can have many reasons: ask { $regulator } before you pay or sign anything.
licence-says-unknown = The list that is held here ({ $register }) does not tell whether licence { $number } of { $name } is in force today. Ask { $regulator } before you pay or sign anything.
licence-says-ambiguous = Several agencies have or had the number { $asked }. Compare their names, and ask the regulator before you pay or sign anything.
licence-says-number-replaced = { $name } had the number { $asked } before; by the list of { $date } ({ $register }) its number is { $number }. Ask { $regulator } before you pay or sign anything.
licence-says-not-held = The number { $asked } is in none of the lists of this country that are held here. That does not mean that there is no such licence: lists can be old or incomplete. Ask the regulator before you pay or sign anything.
licence-says-no-numbers = The lists of this country that are held here have no licence numbers. Search by the agency's name, and ask the regulator before you pay or sign anything.
licence-says-no-list = No list of this country is held here. Ask the country's regulator before you pay or sign anything.
licence-comes-from-ended = { $name } came from { $earlier } (licence { $number }), whose licence is not in force: { $status }.
licence-comes-from-missing = { $name } came from { $earlier } (licence { $number }), which is no longer on the list.
fault-ends_before_it_begins = must not lie before the first day
sub-agent-confirmed = They act for this agency, as it or a public register says. Ask for a receipt for everything that you pay.
sub-agent-claimed = Somebody says that they act for this agency; the agency has not said so. Ask the agency before you pay anything or give a document.
sub-agent-denied = This agency says that they do not act for it. Pay nothing, and give no document.
sub-agent-not-known = Nothing is known here of this name or telephone. That does not mean that they do not act for the agency: ask it before you pay anything or give a document.
problem-succession_cycle = An agency cannot come out of itself
    .detail = The one that you name as the predecessor is the agency itself, or came out of it.
problem-already_stated = This is stated already
    .detail = The link between the two is confirmed and shown. Refuse it first if it is wrong.
problem-both_listed = Both are on the list
    .detail = Both entries are on the newest list of the register, so they are two agencies. Decide that they are different.
problem-declared_interest = The author has an interest in the agency
    .detail = Reviews by people who work for, own or are related to an agency or its competitors are not published. Reject it with the reason conflict_of_interest.
fault-too_many_decimals = must have at most { $limit } decimals in this currency
fault-other_currency = must be in the currency in which it was paid
fault-more_than_paid = is more than was paid
problem-employer_not_accepted = The employer has no page
    .detail = A worker has named this employer. Nothing about it is published before somebody with the competence registers has let it in, and nothing can be added once it was refused.
problem-private_household = A private household has no page
    .detail = People in whose home you work are private, so nothing was stored. If you need help, ask for it at /v1/assistance-requests; if something is dangerous, report it at /v1/safety-reports. The agency that sent you can be reviewed, with wages, hours and living conditions.
fault-not_rated_here = does not apply here: agencies and employers are rated on different things (code list review_dimensions)
fault-not_where_the_employer_is = must be the country of the employer
fault-unknown_employer = is no employer of this country
fault-not_a_web_address = must be an http or https address
review-next-proposed = Somebody first looks up the employer that was named, then a moderator reads your review. You need not do anything. Look in again in a few days with your receipt code. You can change, take back or erase it at any time.
review-next-employer-refused = Your review was not published, because the employer can have no public page: it may be a private household, or nobody could find out who it is. Nothing that you wrote was shown to anybody outside. If you need help, ask for it; if something is dangerous, report it. You can erase the review.
employer-next-open = Somebody looks the employer up before it has a page. You can write your review now; it is kept until then.
fault-unknown_licence = is in no list of this country that is held here
fault-several_agencies = belongs or belonged to several agencies; name the agency by its id
fault-not_from_a_collector = cannot come from a collector: the author sends it with the receipt code
fault-own_interest = is about an agency in which your organisation has an interest
fault-id_in_use = is in use already; choose another one or send none
problem-not_a_recording = This is not a recording that is taken here
    .detail = Send speech as Ogg Opus, WebM Opus, M4A or MP4 with AAC, AAC, 3GP or AMR, MP3 or WAV. Other kinds can hold where and by whom they were recorded, and cannot be cleaned here.
problem-damaged_recording = This recording is damaged
    .detail = It begins as a recording and does not go on as one. Please record it again, or send the file whole.
problem-recording_too_long = This recording is too long
    .detail = A recording has at most { $limit } seconds. Please say it more briefly.
problem-already_recorded = There is a recording already
    .detail = A review has one recording. Delete it first, then send the new one.
problem-cannot_appeal = This cannot be appealed against
    .detail = Only a rejection can be, once, within 90 days. A changed review is read anew without an appeal.
problem-own_interest = Nobody lifts their own interest
    .detail = Ask another moderator: only somebody else can say that it no longer holds.
problem-own_decision = Somebody else decides on this appeal
    .detail = You rejected the review, so another moderator decides.
problem-claim_repeated = Your organisation claims this agency already
    .detail = Its claim waits for a moderator, or was approved. Read it at /v1/staff/own-agency-claims.
problem-profile_held = Another organisation speaks for this agency
    .detail = Look at its claim first. Only one organisation speaks for an agency; revoke the other claim before you approve this one.
problem-too_many_claims = Too many of your claims wait for a moderator
    .detail = At most { $limit } wait at once. Wait until one is decided.
problem-already_answered = Your agency has answered this review
    .detail = A review is answered once. Until the reply is published you can write it anew.
problem-rejected_too_often = This reply can no longer be changed
    .detail = It was rejected { $limit } times.
problem-already_reported = Your agency has reported this review
    .detail = One report of a review is open at a time, and each reason is heard once.
problem-too_many_reports = Your agency has reported enough this month
    .detail = At most { $limit } reports in a calendar month. A legal order can be sent to the operator of the service.
review-next-pending = A moderator reads your review before anybody else can. Look in again in a few days with your receipt code. You can change, take back or erase it at any time.
review-next-accepted = A moderator has read your review and let it through. It appears within the next days, so that nobody can tell from the day whose it is. You can change, take back or erase it at any time; then it does not appear.
review-next-published = Your review is published and counts. An agency's reviews are shown once there are at least { $minimum }, so that nobody can tell whose is whose. You can change, take back or erase yours at any time.
review-next-rejected = Your review was not published; the reason is given. You can change it, and a moderator reads it again, or erase it.
review-next-withdrawn = You took your review back. It is not shown and does not count. You can erase it.
review-next-checked = Your review is published, and it is being checked because of others that came at the same time. Until a moderator has looked it is shown but does not count. You need not do anything.
signal-burst = { $count } reviews of this agency within { $days } days, where about { $usual } are usual; { $share } % are on the same side. After something bad has happened many honest people write at once.
signal-near-duplicate = The comment is nearly the same as that of { $count } earlier reviews of this agency. Which one was first is not in doubt: only the later ones are marked.
signal-copied-elsewhere = The comment is nearly the same as that of { $count } reviews of other agencies.
signal-one-network = { $count } reviews of this agency came from one network within { $days } days, most on the same side. Help desks, dormitories and mobile carriers share networks: alone this means little.
signal-nothing-checkable = It states no fee, no fact, no terms, no income and no month: nothing that could be checked.
signal-agency-network = A good review from a network from which those act who speak for this agency. Mobile carriers share networks.
signal-rival-network = A bad review from a network from which those act who speak for another agency. Mobile carriers share networks.
signal-agency-words = The comment is nearly what the agency itself has answered to a review. It may quote it.
methodology-counted = A rating is made of the published reviews of an agency and of nothing else: nobody can pay for it, and an agency can neither choose nor remove reviews. A moderator publishes a review or says why not. Reviews by people with an interest in the agency do not count.
methodology-suspicion = Reviews that come in unusual numbers at once, copy others, or come from the network of somebody with an interest are looked at again by a moderator. Until then they do not count, and the page says so; none is removed without a decision that stands in the public log. What is counted for this: how many come in which time against what is usual for the agency, how alike their texts are, and for two weeks, without any address, whether several came from one network. Many complaints at once alone never have this effect.
methodology-weight = A review counts by its age and its proof. After { $months } months it counts half as much as a new one, counted from the month of its publication, because the month of recruitment is not stored readable. "effective_count" is the sum of these weights.
methodology-prior = A few reviews can be chance. Therefore { $strength } imaginary reviews are added, which are as good and as bad as those of all agencies of the same corridor. The more reviews an agency has, the less they matter. A corridor needs { $reviews } reviews of { $agencies } agencies for this; until then the reviews of all corridors stand in, and before that one imaginary review of each score.
methodology-employers = Employers are rated in the same way as agencies, on their own dimensions: wages, hours and rest, living conditions, papers, treatment, contract, honesty about the job and fees. What is expected of an employer is what workers say of all employers of the corridor, never of its agencies, and the other way round. Costs of a corridor are counted from reviews of agencies alone, so that nobody is counted twice.
methodology-interval = The true mean lies between "interval_low" and "interval_high" with a probability of { $percent } %. A wide interval means: little is known yet. Two agencies whose intervals overlap should not be ranked.
methodology-hidden = Nothing is shown that rests on fewer than { $minimum } reviews, neither for an agency nor for a corridor or dimension. Where the difference between what is shown and the whole would rest on fewer, more is hidden with it. So nobody can find out what a single person wrote.
methodology-costs = Costs are what workers say they paid, without what was paid back, in US dollars at the rates of the months of payment. Medians and quartiles are rounded to two digits and shown from { $of_money } reviews on. Whether a legal limit was exceeded, or a contract replaced by a worse one, follows from what workers say; it is not the finding of a court.
methodology-time = A rating changes at once when a review is published, changed or ends. Ages are counted to the month in "as_of", and what is expected of a corridor stays the same for a month. Costs of a corridor are worked out once a day. Everybody can recompute a rating from the numbers that are shown, and the operator can check all of them with "tulay recompute".
problem-review_duplicate = You have reviewed this recruitment already
    .detail = Change your review with its receipt code, or take it back or erase it first. One recruitment by one agency is reviewed once.
problem-recruitment_fixed = The month of recruitment can no longer be changed
    .detail = The review is proved, or tied to your app, for this recruitment. Erase it and write another one if the month is wrong.
problem-not_a_document = This is not a document that is taken here
    .detail = Send a JPEG, PNG or WebP picture, or a PDF. What counts is what is in the file, not its name.
problem-damaged_document = This document is damaged
    .detail = The file begins as a picture or PDF but does not go on as one. Take or save it again and send that.
problem-too_many_documents = This review has as many documents as it can take
    .detail = A review takes { $limit } documents. Destroy one that no moderator has seen yet to make room.
problem-document_used = This document has proved another review of this agency
    .detail = One document proves one review. If it is another document with the same number, ask its author for another proof and refuse this one.
problem-vouching_token_spent = This token has been used
    .detail = A vouching token proves one review. Ask the organisation if you did not use it yourself.
problem-vouched_already = This worker has a token for this recruitment
    .detail = A worker gets one token for each agency and recruitment. A lost one is not replaced; a document can prove the review instead.
problem-vouching_interest = Your organisation has an interest in this agency
    .detail = An organisation that speaks for an agency, or wanted to, does not vouch for its workers.
fault-unknown_key = names no key that is in use
fault-key_expired = names a key whose tokens are no longer taken
fault-wrong_signature = is not the signature of this message under this key
fault-not_blinded_for_this_key = is not a message that was blinded for this key
fault-only_of_decisions = is given for decisions only
methodology-proof = Most workers have nothing to show, so every review counts. One whose author showed a moderator a document, or for whom an organisation vouches that knows the author, counts one and a half times; one that a court or ministry has confirmed counts twice. No proof counts for more, so that a few cannot outvote many. A proof adds weight only where at least { $minimum } reviews have it, and "proof_mix" tells only of those: else it would show who had something to prove. Nobody needs to say who they are for any of it.

# Rights.
article-other_language = There is no text in { $wished } yet. You are reading it in { $language }.
article-machine_translation = A machine translated this text and nobody has checked it. Before you decide something important, compare it with the English text or ask an organisation.
article-not_reviewed = No lawyer or labour expert has checked this text yet. It is information, not legal advice.
article-stale_translation = The English text has changed since this one was translated. If it matters to you, read the English text or ask an organisation.

# Staff and organisations.

problem-unknown_set_up_token = This set-up token opens nothing
    .detail = It was used, its 72 hours are over, or it is not complete. Ask for a new one.
problem-unknown_refresh_token = This refresh token opens nothing
    .detail = The session has ended. Please sign in again.
problem-token_reused = This session was ended for your safety
    .detail = Its refresh token was used twice, so somebody else may have it. Please sign in again.
problem-proof_refused = This could not be confirmed
    .detail = The old password or the one-time code is wrong. Nothing was changed.
problem-account_name_taken = This account name is in use
    .detail = Somebody already signs in with this name. Choose another one.
problem-last_administrator = The last administrator stays
    .detail = Make somebody else an administrator first, so that the organisation is not left without one.
problem-own_account = Somebody else has to do this
    .detail = Nobody changes their own roles, or disables or resets their own account. Ask another administrator.
problem-second_factor_missing = This account has no second factor
    .detail = The role opens sealed records. Reset the account, give it the role, and let its holder set it up again with an authenticator app.
problem-competence_missing = This organisation does not do what the role is for
    .detail = Moderators decide about the reviews of everybody, so only an organisation with the competence "moderation" has them. The operator of the service gives it. Agency representatives belong to an organisation of the kind "recruitment_agency".

fault-password_common = is one of the passwords that are tried first
fault-password_repetitive = repeats too few different characters
fault-password_contains_name = must not contain the account name
fault-wrong_code = is not the code that the app shows now

# Assistance.

problem-status_not_reachable = The request cannot take this step now
    .detail = It is { $from }. From there it can go to: { $next }.
problem-request_withdrawn = This request was taken back
    .detail = Nothing more can be added to it or done with it. A new request can be filed at any time.
problem-consent_withdrawn = The person no longer allows this to be read
    .detail = They have taken back their consent. What they told stays sealed.
problem-erasure_waits = The person waits for this request to be erased
    .detail = The person has wished that this request be erased, and only a court's order delays it. Another reason cannot follow; lift the hold instead.
fault-unknown_organisation = there is no organisation with this id that takes requests for help
fault-unknown_time_zone = is not a time zone
fault-only_with = is sent only with the status { $expected }
fault-pause_too_long = lies too far ahead
fault-not_a_country_of_yours = is not a country of your organisation
fault-not_a_case_worker = is not a case worker of your organisation
problem-triage_rules_published = These rules are published
    .detail = What was published is never changed. Draft new rules; to go back, publish the earlier ones anew.
problem-too_many_drafts = Too many drafts wait
    .detail = There may be { $limit }. Discard one that is no longer needed.
problem-escalated_already = Said already
    .detail = You have said it within the last three days. Those who were told have a little time.
problem-not_acknowledged = Nobody has acknowledged the request yet
    .detail = Only what was acknowledged can wait. Acknowledge it first.
problem-paused_already = The clocks stand still already
    .detail = Let them run again first.
problem-not_paused = The clocks run
    .detail = There is nothing to resume.
problem-offer_over = This offer is over
    .detail = It was answered already, its time ran out, or the person no longer wants it.
problem-nobody_else = There is nobody else who could take it
    .detail = Decline the request instead, so that the person learns where else to turn.
problem-request_ended = The work on this request has ended
    .detail = It cannot go to anybody else any more.
problem-alert_acknowledged = Somebody else looks after this
    .detail = The alert was acknowledged by somebody who was called as well.
problem-alert_closed = This alert is closed
    .detail = Nobody needs to answer it any more. The alert says why.
fault-danger_not_critical = must hold a rule that makes every request critical that says danger_now, and names nothing else
fault-rule_without_condition = names nothing that must hold
fault-less_than_at_least = is less than at_least
triage-notice = A priority says how soon somebody should look at a request. It is no finding of law: whether something is forced labour or another crime is not decided here.
assistance-danger-called = Because of danger, people who can help were called. Nobody has answered yet; if nobody does, others are called. If you are in danger now, do not wait: call an emergency number.
assistance-danger-acknowledged = Because of danger, people who can help were called, and one of them looks after your request now. If you are in danger now, do not wait: call an emergency number.
assistance-next-danger = If you or somebody else is in danger now, go to a safe place if you can, where other people are. Your life comes first; this request can wait.
assistance-next-call_emergency = If you or somebody else is in danger now, call one of the emergency numbers at once. Do not wait for us.
assistance-next-keep_code = Write the receipt code on paper and keep it where nobody else finds it. It is shown only this once, and only it opens your request.
assistance-next-organisation_reads = { $organisation } has your request and will have read it by { $date }.
assistance-next-feedback = By { $date } { $organisation } will have told you what was done.
assistance-escalated-administrators = Those who lead the organisation were told that your request does not go on as promised. If nothing happens, the operator of this service is told.
assistance-escalated-operator_desk = The operator of this service was told that your request does not go on as promised.
assistance-next-offered = { $organisation } was asked to take your request and answers by { $date }. If it cannot, the next one is asked. Until one takes it nobody reads what you wrote: if it cannot wait, please turn to one of the contacts listed here.
assistance-next-nobody_covers = No organisation that uses this service works in this country yet. Your request is kept, and goes to the first one that does. Until then nobody reads it: please turn to one of the contacts listed here.
assistance-next-come_back = Come back with the receipt code to see how far it is and to read and write messages. Nobody contacts you in any other way than you have allowed.
assistance-next-erasure_near = Your request is erased on { $date }. If you still need it, write a message: then it is kept for another month.
assistance-next-held = Your request is kept until { $date }, because the law asks for it. Then it is erased when its time is over, or when you wish it.
request-left-statistics = One line of statistics: the country, the month, what the request is about and how far it had come. It leads back to nobody.
request-left-audit_log = In the log of the staff: the number of the request, and who opened it and when. Not what they read.
request-left-receipt_hash = A fingerprint of your receipt code with the number of what you sent and its month, so that the code is answered with "erased".
request-left-sealed_answers = For a few days, the answers that this service gave your app, sealed with keys that only your app has.
request-left-backups = Older copies of the database, in which your request is sealed, until the operator destroys them.

# Safety.

problem-report_status_not_reachable = The report cannot take this step now
    .detail = It is { $from }. From there it can go to: { $next }.
problem-report_withdrawn = This report was taken back
    .detail = Its reporter took it back. Nothing of it can be read or added any more; a new report can be filed at any time.
problem-too_much_evidence = This report has as much evidence as it can take
    .detail = A report takes { $limit } files. What else there is to see can be described in an addition.
problem-not_evidence = This is not a file that is taken here
    .detail = Send a JPEG, PNG or WebP picture, a recording or a video. What counts is what is in the file, not its name.
problem-damaged_evidence = This file is damaged
    .detail = The file begins well and does not go on so. Send it whole, or make it again.
fault-does_not_fit_kind = does not fit this kind of report
fault-given_twice = says the same as another member; send only one of them
problem-report_merged = This report stands behind another
    .detail = It tells of the same danger as another report and is worked on there. Change that one, or take this one from behind it first.
problem-report_not_publishable = This report may not be shown in public
    .detail = Only a good practice is shown in public, and only when its reporter let it be.
fault-unknown_form = is no form that was ever published
fault-unknown_question = is not asked by this form
fault-wrong_answer = is no answer to this question
fault-unknown_board = leads to no board; say where it is instead
fault-unknown_reference = names no report any more
fault-unknown_report = is no other report of your organisation
fault-not_an_inspector = is not an inspector of your organisation
safety-alert-called = Inspectors were called because of the danger. Nobody has answered yet; if nobody does, others are called. Do not wait for them: call an emergency number.
safety-alert-seen = Inspectors were called because of the danger, and somebody looks after it now. If you are in danger, do not wait: call an emergency number.
safety-alert-nobody = Nobody could be called yet; it is tried again. Call an emergency number now.
duty-text = You are on duty and somebody needs you now. Please sign in and read your alerts.
open311-filed = Thank you. Give this code to whoever reported it, and keep it nowhere: with it they follow the report and take it back. { $code }
open311-hazard_codes = Which hazards it is about
open311-may_be_published = Whether it may be shown in public, in an inspector's words
open311-yes = Yes
open311-no = No
safety-next-danger = Get away from the danger now and warn the others, if you can. Your life comes first; this report can wait.
safety-next-call_emergency = If somebody is hurt or in danger, call one of the emergency numbers at once. Do not wait for us.
safety-next-keep_code = Write the receipt code on paper and keep it where nobody else finds it. It is shown only this once, and only it opens your report.
safety-next-organisation_reads = { $organisation } has your report and will have read it by { $date }.
safety-next-feedback = By { $date } { $organisation } will have told you what was done.
safety-next-nobody_covers = No organisation that uses this service inspects workplaces in this country yet. Your report is kept, and goes to the first one that does. Until then nobody reads it: please turn to one of the contacts listed here.
safety-next-come_back = Come back with the receipt code to see how far it is, to add photos, and to read and write messages. Nobody contacts you, and your employer is told nothing by this service.
safety-left-statistics = One line of statistics: the country, the month, the kind of report and how far it had come. It leads back to nobody.
safety-left-audit_log = In the log of the staff: the number of the report, and who opened it and when. Not what they read.
safety-left-receipt_hash = A fingerprint of your receipt code with the number of what you sent and its month, so that the code is answered with "erased".
safety-left-sealed_answers = For a few days, the answers that this service gave your app, sealed with keys that only your app has.
safety-left-backups = Older copies of the database, in which your report is sealed, until the operator destroys them.
problem-cases_stranded = These cases would be left without anybody who opens them
    .detail = Only this account can open { $cases }. Let a colleague open them first, or give the keys to one; then try again.
problem-case_key_locked = Your key for cases is not open in this session
    .detail = Open it with POST /v1/staff/sessions/current/case-key and your passphrase, or sign in again with your password.
problem-case_key_not_held = You have not been given the key of this request
    .detail = A colleague who opens it, a custodian, or the worker's next visit gives it to you.
problem-not_an_attachment = This is not a file that is taken here
    .detail = Send a JPEG, PNG or WebP picture, a recording, or a PDF. What counts is what is in the file, not its name.
problem-damaged_attachment = This file is damaged
    .detail = It begins well and does not go on so. Please send it whole, or make it again.
problem-too_many_attachments = This request has as many attachments as it can take
    .detail = A request takes { $limit } attachments. What else there is can be described in an addition.
fault-no_case_key = is no active case worker with a key; they have to sign in once
problem-webhook_endpoints_full = The organisation has as many webhook endpoints as it may have
    .detail = An organisation has at most { $limit } endpoints. Delete one that is no longer needed.
problem-webhook_endpoint_disabled = The webhook endpoint is disabled
    .detail = Enable it first; then what could not be sent can be sent again.
fault-not_a_public_address = must be an https address of a server on the public network
problem-client_revoked = This client was revoked
    .detail = It cannot be used any more. Make another one.
problem-client_authenticates_otherwise = The client proves who it is in another way
    .detail = A client that signs has no secret, and one with a secret has no key. Make another one.
fault-not_a_public_key = must be a public key: RSA of at least 2,048 bits, P-256 or Ed25519, with nothing private in it
problem-openid_not_configured = There is no external sign-in here
    .detail = Sign in with your account name and password.
problem-unknown_openid_state = No such sign-in is under way
    .detail = It took too long or was used already. Please start signing in again.
problem-unknown_openid_invitation = This invitation opens nothing
    .detail = It was used already or its time is over. Ask an administrator of your organisation for another one.
problem-openid_refused = The external sign-in did not work
    .detail = Your provider did not confirm who you are. Please start signing in again.
problem-openid_not_linked = No account here is linked to you
    .detail = Ask an administrator of your organisation for an invitation, and start signing in with it.
problem-openid_linked_otherwise = Another account is linked to you
    .detail = One person at the provider has one account here. An administrator can take away the other link.

# What came of a request.

problem-no_outcome_yet = There is no outcome yet
    .detail = The organisation has not said yet what came of your request. You can write a message at any time.
problem-satisfaction_given = You have said how satisfied you are
    .detail = It is asked once. Leave it out; everything else can be said again.

# The diary, and the claim that follows from it.

problem-diary_full = The diary is full
    .detail = It takes { $limit } entries. Take out some that are not needed, then send the same again.
problem-no_claim_rule = Nobody has said yet by what the claim is reckoned
    .detail = State the agreed rate and the multipliers first (`claim-rule`).
problem-claim_too_large = The amounts are too large to be reckoned
    .detail = Look for an amount or a number of pieces that was mistyped.
fault-other_than_claim = must be the currency of the claim
claim-assumes-hours_as_written = Hours are taken as you wrote them down.
claim-assumes-breaks_unpaid = Breaks are not counted as work.
claim-assumes-overtime_beyond = What goes beyond the normal day, and beyond the normal week where one is given, is overtime. Weeks begin on Monday.
claim-assumes-rest_days_as_marked = Rest days are those that you marked; hours on them do not count towards the normal week.
claim-assumes-daily_rate_divided = An hour of a daily rate is the rate divided by the hours of the normal day.
claim-assumes-monthly_rate_divided = An hour of a monthly rate is the rate divided by the days of the month and the hours of the normal day.
claim-assumes-pieces_without_overtime = Work by the piece is paid by the number of pieces, without overtime.
claim-assumes-payments_in_month_of_entry = A payment counts in the month of the entry that names it.
claim-assumes-rounded_per_month = Each month is rounded once, to the smallest unit of the currency, half a unit up.
claim-remark-no_rate = There is no rate for this entry, so its hours are not counted.
claim-remark-other_currency = The rate or the payment is in another currency and is not counted.
claim-remark-no_days_per_month = The rate is monthly and the rule does not say by how many days it is divided, so it is not counted.
claim-remark-no_pieces = It is paid by the piece and does not say how many, so it is not counted.
claim-remark-overlaps = It overlaps another entry; both are counted.
fault-unknown_message = is no message of this request

# The evidence pack on paper.

pack-title = Evidence pack
pack-made_at = Made at
pack-request = Request
pack-digest = SHA-256 of the JSON
pack-attached = The JSON itself is attached to this file as evidence-pack.json.
pack-claim = Claim
pack-diary = Diary of work and pay
pack-messages = Messages
pack-outcome = What came of it
pack-attachments = Photos, recordings and documents
pack-as_received = as received
pack-custody_log = Custody log
pack-source = Source
pack-ordinary = normal hours
pack-overtime = overtime
pack-rest_day = rest day
pack-entitled = due
pack-paid = paid
pack-owed = owed
pack-total = Total
pack-breaks = break
pack-edited = edited
pack-earlier = version
pack-parts = SHA-256 of each part
pack-not_judged = What stands here was told by the person and reckoned from it. No authority has decided on it.

# Check-ins.

check-in-question = How are you since? Does anybody punish you because you asked for help?
check-in-question-report = How are you since? Does anybody punish you because you reported a danger?
problem-check_in_not_due = You have not been asked yet
    .detail = It is asked later. You can write a message at any time.
problem-check_in_answered = You have answered this
    .detail = Write a message if something has changed since.

# Requests that belong together.

fault-unknown_request = is no other request of your organisation

# Conversations by text. Short, without names of the service; a line is worth money. Keywords are separated by commas.
sms-language-name = English
sms-keywords-stop = stop, stop all, unsubscribe, quit
sms-keywords-start = start, unstop
sms-keywords-help = help, info
sms-keywords-danger = sos, danger, emergency
sms-keywords-language = language, lang
sms-language = { $list }
sms-menu = 1 Ask for help
    2 I have a code
    3 Emergency numbers
    4 Language
sms-help = Free help for workers. No name is needed. Delete texts that others must not see. SOS: danger. LANGUAGE: another language. STOP: no more texts.
sms-country-guess = Are you in { $country }?
    1 Yes
    2 No
sms-country = In which country are you? Text its name.
sms-country-unknown = We do not know that country. Text its name, or its two letters such as SG.
sms-numbers-of = Another country? Text its name. 1: ask for help
sms-numbers = In danger call: { $numbers }
sms-no-numbers = In danger call the police where you are.
sms-urgency = How soon do you need help?
    1 I am in danger now
    2 This week
    3 Not urgent
sms-topics = What is it about? Text one number or more, such as 1 3
    { $list }
    0 More
sms-words = Text what happened, in one text or more. Text 1 when you are done, 0 to drop all.
sms-words-in-danger = Text 1 to ask for help now. Or text first where you are and what happens.
sms-words-more = Noted. Text more, or 1 when you are done.
sms-words-full = This text did not fit and was not kept. Text 1 to go on.
sms-may-text = May we text this number when there is news?
    1 Yes
    2 No, I will ask with my code
sms-confirm = An organisation that helps in your country will read it.
    1 Send
    0 Drop all
sms-kept = We keep what you wrote.
sms-dropped = Dropped. Nothing was sent.
sms-filed = Sent. Your code comes in a text of its own. Write it on paper, then delete the texts. Text the code here to read answers.
sms-code = Text your code, 32 digits. 0: back
sms-code-wrong = That code opens nothing. Check each group. 0: back
sms-code-wait = Too many wrong codes. Try again in some minutes.
sms-code-elsewhere = That code is for something else. Use it in the app.
sms-code-ended = That code opens nothing any more.
sms-code-over = Please text your code again.
sms-case = 1 Status
    2 Read answers
    3 Write
    4 Take back
    5 Erase
    0 End
sms-standing = { $status }. You hear more by { $date }.
sms-standing-ended = { $status }.
sms-no-answer = No answer yet.
sms-no-older-answer = There is no older answer.
sms-message = Text your message, in one text or more. 1: send, 0: drop
sms-message-more = Noted. Text more. 1: send, 0: drop
sms-sent = Sent.
sms-take-back = When it is taken back, nobody reads it any more.
    1 Take back
    0 No
sms-taken-back = Taken back.
sms-erase = It will be gone for good.
    1 Erase
    0 No
sms-erased = Erased. Delete the texts on your phone, too.
sms-erase-waits = Closed to everybody. A court's order keeps it; it is erased when that ends.
sms-status-only = This code shows the status only.
sms-was-taken-back = It was taken back. Nothing can be written.
sms-danger-told = We have told the organisation.
sms-bye = Delete these texts if others read your phone.
sms-stopped = No more texts will come. Text START to begin again.

# Reaching people.

contact-text-1 = Hello! Call me when you have time.
contact-text-2 = How are you? I have something to tell you.
contact-text-3 = Hi, write to me when you can.
contact-text-4 = Hello, there is news. Talk to you soon.
contact-text-named = { $organisation }: there is something new for you. Use your code to read it.
problem-contact_refused = This contact is outside the plan
    .detail = The person's plan does not allow it ({ $reason }). It has been written to the request. Next time: { $not_before }.

# Consents and referrals.
problem-consent_not_covering = No consent covers all of this
    .detail = Ask the person for a consent for this recipient and purpose, or leave out what it does not cover.
problem-recipient_refused = The person does not want this recipient
    .detail = She has excluded it, or said no to it. It is told nothing, also when a life is in danger; turn to somebody else.
problem-no_danger_to_life = Nobody's life is known to be in danger
    .detail = Without consent something is shown only when the request says danger_now or its priority is critical.
problem-referral_over = This referral is over
    .detail = It was answered, was taken back, or its time ran out.
problem-transfer_open = The request is being handed over already
    .detail = Wait for the answer, or take that transfer back first.
problem-consent_ended = The person has said no
    .detail = Only she can say yes again, with her receipt code.
problem-too_many_consents = There are too many of these for one request
    .detail = One request takes { $limit } at most.
problem-not_handed_over = The person has not let this be handed over
    .detail = The request came to you from another organisation. Ask the person whether you may read this as well.
fault-belongs_to = belongs to { $expected } only
fault-own_organisation = must not be your own organisation
fault-unknown_attachment = is no attachment of this request
assistance-next-consent_asked = A case worker asks whether another organisation may know something of you. See who and why, and say yes to all or part of it, or no.
assistance-next-consent_overridden = Something of your request was shown to another organisation without asking you, because your life seemed in danger. See to whom, what, and why.

# Establishments.

problem-establishment_merged = This establishment was merged into another one
    .detail = Change the one that stayed: { $into }.
problem-merged_since = Another merger came after this one
    .detail = Undo the newer merger first; then this one can be undone.
fault-more_than_total = is more than all workers together
fault-unknown_establishment = is no establishment there
fault-same_establishment = must be another establishment
fault-list_unreadable = cannot be read as a list of lines and columns
fault-unknown_column = is no column that is known here
fault-missing_column = is a column that the list must have

# Files that come in part by part.

problem-tus_version_not_supported = This version of tus is not served
    .detail = Send `Tus-Resumable: 1.0.0`.
problem-upload_offset_mismatch = The upload is at another place
    .detail = Ask with HEAD where it is (`Upload-Offset`) and go on from there. Nothing of this request was stored.
problem-checksum_mismatch = What arrived is not what was sent
    .detail = The checksum does not fit. Nothing of this request was stored; send it again.
problem-checksum_not_supported = This checksum is not known here
    .detail = Use `sha1` or `sha256`, with the checksum in Base64.
problem-too_many_uploads = There are too many unfinished uploads
    .detail = At most { $limit } may be begun. Finish one of them or delete it.
problem-upload_expired = This upload was not finished in time
    .detail = Begin it again.

# Planning of visits
problem-visit_plan_drawn = There is a plan for this period
    .detail = A plan is drawn once for each period. Change or cancel single visits instead.
problem-visit_plan_open = The last plan was not accepted yet
    .detail = Accept it first; then the next period can be planned.
problem-visit_plan_accepted = This plan was accepted already
    .detail = Its visits are made. Change or cancel single visits instead.
fault-not_its_inspector = is said by the inspector who has the report
fault-not_a_planning_period = must be the first day of this planning period or of the next

# Tablets of inspectors.

problem-invalid_dpop_proof = The key of this tablet was not proved
    .detail = Send a fresh `DPoP` proof for this very request, signed with the key with which the tablet signed in (RFC 9449). If the clock of the tablet is off, take the time from the `Date` header of this answer.
problem-device_revoked = This tablet is not trusted any more
    .detail = Erase everything that this app keeps, its key included, and then tell whoever holds it that it was revoked. Nothing that is asked with this key is answered in another way again.
problem-device_key_missing = This session is bound to no key
    .detail = Sign in on the tablet with a `DPoP` proof, and then register it.
problem-device_key_taken = A tablet is registered with this key
    .detail = Make a new key for each inspector and each tablet, sign in with it, and register it.
problem-device_needed = This takes a registered tablet
    .detail = Sign in on the tablet with a `DPoP` proof and register it at `/v1/staff/devices`. At a desk, use the addresses of visits.
fault-unknown_visit = is no visit of yours; a tablet writes to the visits of its inspector
fault-unknown_record = is no record that the service has; hand in its making first
fault-not_of_this_visit = is nothing of that kind in this visit
fault-no_visit_there = is no visit to the same establishment
fault-evidence_needed = needs evidence for the answer to { $item } ({ $answer }), or the reason why there is none
fault-unknown_campaign = is no campaign of your inspectorate
fault-only_by_planners = is set at a desk by who plans visits
fault-cannot_change = cannot be changed
fault-predecessor_missing = builds on a change that has not come within five days
fault-predecessor_rejected = builds on a change that was rejected

# Inspections.

problem-too_many_checklists = This inspectorate has as many checklists as it can have
    .detail = Old versions are kept for ever, so there is a limit to how many can be published. Ask whoever runs this service.
problem-not_of_the_team = Only the team of this visit can do that
    .detail = Others of the inspectorate can read it. Whoever is to write about it is added to its team first.
problem-too_many_interviews = This visit has as many interviews as it can have
    .detail = What more there is to hear belongs to another visit.
problem-visit_not_ended = The visit has not ended
    .detail = A report is signed when the visit was made, or could not be made.
problem-year_not_over = The year is not over
    .detail = An annual report is published when its year is over in the country of the inspectorate.
problem-report_changed = This is not what the report says now
    .detail = Read the report again and sign what it says. What was signed already is not signed twice.
fault-never_changes = never changes
fault-not_a_next_step = is no step that can follow on what it is now
fault-unknown_checklist = is the hash of no checklist that is known here
fault-not_for_this_visit = is a checklist for another country or another time
fault-unknown_item = is no item of this checklist
fault-does_not_fit_type = goes with items of the type choice, and only with these
fault-one_of_the_two = needs one of its two members, and only one
fault-set_by_the_service = is set by the service and cannot be sent
fault-no_working_calendar = cannot be counted: the working days of this country are not known here; name the last day
fault-beyond_known_holidays = runs beyond { $until }, until which the public holidays are known here; name the last day
fault-code_of_the_service = is the code of a checklist that comes with the service; choose another one
fault-unknown_script = is the hash of no script that was ever published
fault-needs_english = must have a text in English (en)

# Versions of articles.

problem-article_exists = There is an article of this name
    .detail = Begin a new version of it, or choose another name.
problem-article_draft_open = Somebody is working on this article
    .detail = One version at a time is worked on. Go on with it, or give it up first.
problem-article_version_stands = This version is not at the point at which this is done
    .detail = Drafts are changed and handed in, versions that wait are published or rejected, and published ones withdrawn. Read it again.
problem-article_moved_on = Another version was published since this one was begun
    .detail = Look at what is different, take over what is needed, and name the version that you have seen as `based_on`.
problem-own_article_version = Somebody else decides on what you have written
    .detail = Whoever has begun, changed or handed in a version neither publishes nor rejects it. Ask a colleague who reviews.
problem-not_an_article_recording = This is no recording that can be taken
    .detail = Send Ogg or WebM with Opus, MP4, M4A or AAC, 3GP or AMR, MP3 or WAV.
problem-damaged_article_recording = This recording is damaged
    .detail = It is cut off or not what it begins as. Send it again.
problem-article_recording_too_long = This recording plays for too long
    .detail = It may play for { $limit } seconds. A worker pays for every second.
problem-range_not_satisfiable = The file has no such part
    .detail = `Content-Range` says how many bytes it has. Ask again without `Range`.
fault-unknown_jurisdiction = is no country, part of one or `international`
fault-only_english_is_source = is `source` in English and only there
fault-review_incomplete = goes with `reviewed_by`, and only with it
fault-review_does_not_fit = must be `machine_reviewed` exactly when somebody has reviewed a machine's translation
fault-markdown_not_allowed = has something else than headings from the second level on, paragraphs, lists, emphasis and https links

# Entitlements and checks.
check-says-breach = It is not as the law asks, as far as we know it. Look at each rule, and ask somebody before you act.
check-says-kept = As far as it can be told, it is as the law asks.
check-says-unknown = It cannot be told for sure. Look at what would help to know more, and ask somebody.
check-says-nothing-known = We know no rule for this. That does not mean that it is allowed: ask somebody.
check-caution = This is information, not a decision, and no lawyer has checked it. Nothing of what you asked is stored.
fault-unknown_contract_member = is not a member that a contract has here
fault-wrong_contract_value = has not the form that this member of a contract has

# The service directory.
fault-below_minimum_age = must not be below minimum_age
fault-unknown_place = names no place of this service; leave it out for a new one

# Bundles.
problem-unknown_corridor = Nothing is known for this corridor
    .detail = Of one of the two countries there is nothing here. `/v1/bundles` lists what can be had.
