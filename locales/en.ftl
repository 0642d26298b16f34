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
problem-unauthenticated = Please sign in
    .detail = This needs a valid access token or receipt code in the Authorization header.
problem-invalid_token = This access token is not valid
    .detail = It may have expired. Get a new one with your refresh token, or sign in again.
problem-unknown_receipt = This receipt code opens nothing
    .detail = Check each group of the code. It is written on what you noted when you sent your report.
problem-sign_in_failed = Signing in did not work
    .detail = The account name, the password or the one-time code is wrong.
problem-one_time_code_required = A one-time code is needed
    .detail = Send the six digits that your authenticator app shows now.
problem-enrolment_required = A second factor must be set up first
    .detail = Your role opens sealed records. Set up an authenticator app before you go on.
problem-forbidden = You may not do this
    .detail = Your role does not include it. Ask an administrator of your organisation.
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
problem-unavailable = The service cannot answer right now
    .detail = Nothing was stored. Please try again in a moment with the same Idempotency-Key.
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
fault-not_json = is not JSON
fault-unknown_agency = there is no agency with this id
fault-in_the_future = must not lie in the future
fault-blank = must not be blank

# Agencies and reviews.

problem-declared_interest = The author has an interest in the agency
    .detail = Reviews by people who work for, own or are related to an agency or its competitors are not published. Reject it with the reason conflict_of_interest.
fault-too_many_decimals = must have at most { $limit } decimals in this currency
review-next-pending = A moderator reads your review before anybody else can. Look in again in a few days with your receipt code. You can change, take back or erase it at any time.
review-next-published = Your review is published and counts. An agency's reviews are shown once there are at least { $minimum }, so that nobody can tell whose is whose. You can change, take back or erase yours at any time.
review-next-rejected = Your review was not published; the reason is given. You can change it, and a moderator reads it again, or erase it.
review-next-withdrawn = You took your review back. It is not shown and does not count. You can erase it.

# Rights.

# Staff and organisations.

# Assistance.

# Safety.
