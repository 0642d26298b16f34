# Các câu do chính dịch vụ gửi đi, mỗi vấn đề và mỗi lỗi một câu.
# `problem-<code>` là tiêu đề; thuộc tính `.detail` cho biết phải làm gì.

problem-malformed_request = Yêu cầu có dạng không được phục vụ
    .detail = Các mục được liệt kê sai kiểu hoặc không được biết đến. Chưa có gì được lưu.
problem-invalid_request = Một phần nội dung gửi đến không hợp lệ
    .detail = Vui lòng sửa các mục được liệt kê rồi gửi lại. Chưa có gì được lưu.
problem-invalid_cursor = Không dùng được dấu trang này
    .detail = Hãy bắt đầu lại từ trang đầu. Dấu trang chỉ thuộc về một lần tìm kiếm và không thể thay đổi.
problem-idempotency_key_missing = Yêu cầu cần có Idempotency-Key
    .detail = Hãy gửi một khóa ngẫu nhiên mới cho mỗi lần gửi mới và dùng lại đúng khóa đó khi gửi lại, để không có gì bị ghi hai lần.
problem-idempotency_key_malformed = Không dùng được Idempotency-Key này
    .detail = Khóa là một chuỗi trong dấu ngoặc kép gồm 1 đến 255 ký tự ASCII in được (RFC 8941).
problem-idempotency_key_reused = Idempotency-Key này đã được dùng cho việc khác
    .detail = Cùng một khóa đến với một yêu cầu khác. Hãy dùng khóa mới cho mỗi lần gửi mới.
problem-in_progress = Yêu cầu này vẫn đang được xử lý
    .detail = Hãy gửi lại sau giây lát với cùng khóa; bạn sẽ nhận được câu trả lời đầu tiên.
problem-unauthenticated = Ở đây cần mã biên nhận, hoặc đăng nhập
    .detail = Mã bạn đã ghi lại khi gửi báo cáo, yêu cầu hay đánh giá sẽ mở được: hãy gửi mã đó trong tiêu đề Authorization dưới dạng `Receipt …`. Nhân viên gửi mã truy cập hợp lệ dưới dạng `Bearer …`.
problem-invalid_token = Mã truy cập này không hợp lệ
    .detail = Có thể mã đã hết hạn. Hãy lấy mã mới bằng mã làm mới của bạn, hoặc đăng nhập lại.
problem-unknown_receipt = Mã biên nhận này không mở được gì
    .detail = Hãy kiểm tra từng nhóm của mã. Mã nằm trong phần bạn đã ghi lại khi gửi báo cáo.
problem-receipt_rotated = Mã biên nhận này đã được thay
    .detail = Một mã khác đã thay thế và mã này không còn mở được gì nữa. Nếu không phải bạn thay, thì đã có người khác cầm mã: hãy gửi lại, hoặc hỏi tổ chức mà bạn tin cậy.
problem-receipt_revoked = Biên nhận này đã bị bỏ
    .detail = Không ai có thể theo dõi bằng mã này nữa, và không gì lấy lại được. Người bỏ hoặc người nhận lại đã muốn như vậy.
problem-receipt_expired = Mã này đã không được dùng đúng hạn
    .detail = Người gửi có thể lấy một mã mới để trao lại.
problem-receipt_shows_status_only = Biên nhận này chỉ cho xem tiến độ
    .detail = Người mà bạn gửi giúp đã nhận lại. Tin nhắn và mọi thứ khác nay thuộc về họ.
problem-handover_code_only = Mã này dùng để nhận lại
    .detail = Tự nó không mở được gì. Hãy gửi nó đến POST /v1/receipts/take-over để có mã biên nhận của riêng bạn.
receipt-revoke-warning = Khi bạn bỏ mã này, không ai có thể theo dõi những gì bạn đã gửi nữa: bạn không thể đọc hay viết tin nhắn, rút lại hay xóa, và không gì lấy lại được mã. Những gì bạn đã gửi vẫn ở nơi đang xử lý. Nếu bạn muốn nó biến mất, hãy xóa nó.
problem-second_step_needed = Chỉ có mã thì không xem được phần này
    .detail = Trước hết hãy làm bước thứ hai. Bước này có hiệu lực trong 15 phút.
problem-second_word_needed = Cần có từ thứ hai của bạn
    .detail = Bạn đã chọn một từ mà chỉ bạn biết. Hãy gửi từ đó trong second_word.
problem-second_word_wrong = Đây không phải từ thứ hai của bạn
    .detail = Hãy thử lại sau một phút. Sau vài lần sai, trong một lúc sẽ không nhận từ nào. Tiến độ và tin nhắn không cần từ thứ hai.
problem-nothing_to_hand_over = Không có gì để trao lại
    .detail = Người đó đã nhận lại rồi, hoặc đây là việc gửi cho chính mình.
problem-too_many_proofs = Đã có tối đa số chứng nhận cho việc này
    .detail = Nhiều nhất là { $limit }. Hãy rút lại và tạo chứng nhận mới.
problem-unknown_pseudonym = Không có tài khoản nào với số và mã khôi phục này
    .detail = Hãy kiểm tra cả hai. Các biên nhận của bạn vẫn theo dõi được bằng mã riêng của chúng.
problem-too_many_receipts = Tài khoản này đã đầy
    .detail = Nhiều nhất { $limit } biên nhận. Hãy lấy bớt một cái ra, hoặc tạo tài khoản khác.
problem-sign_in_failed = Đăng nhập không thành công
    .detail = Tên tài khoản, mật khẩu hoặc mã dùng một lần không đúng.
problem-forbidden = Bạn không được phép làm việc này
    .detail = Vai trò của bạn không bao gồm việc này. Hãy hỏi quản trị viên của tổ chức bạn.
problem-cross_origin_refused = Trang web này không được gọi dịch vụ
    .detail = Ứng dụng trong trình duyệt chỉ được gọi từ những nguồn (origin) mà người vận hành dịch vụ đã nêu, và chỉ với các phương thức được phục vụ.
problem-not_found = Không có gì ở đây
    .detail = Địa chỉ sai, hoặc bạn không được xem nội dung ở đó.
problem-method_not_allowed = Phương thức này không được phục vụ ở đây
    .detail = Tiêu đề Allow liệt kê các phương thức được phục vụ.
problem-not_acceptable = Không có kiểu nội dung nào bạn chấp nhận được phục vụ
    .detail = Dịch vụ trả lời bằng application/json.
problem-gone = Nội dung này đã bị xóa
    .detail = Nội dung được xóa theo yêu cầu của người liên quan hoặc khi hết thời hạn. Không thể khôi phục.
problem-stale = Có người đã thay đổi nội dung này
    .detail = Hãy đọc lại và thực hiện lại thay đổi trên phiên bản hiện tại; ETag của phiên bản đó được gửi kèm câu trả lời này.
problem-precondition_required = Hãy cho biết bạn đang sửa phiên bản nào
    .detail = Gửi ETag mà bạn đã đọc trong If-Match, để không làm mất thay đổi của người khác.
problem-body_too_large = Nội dung quá lớn
    .detail = Ở đây chỉ nhận tối đa { $limit } byte.
problem-unsupported_media_type = Kiểu nội dung này không được phục vụ
    .detail = Hãy gửi { $expected }.
problem-too_many_requests = Quá nhiều yêu cầu
    .detail = Vui lòng đợi { $seconds } giây rồi thử lại. Không có gì bị mất.
problem-proof_of_work_required = Có rất nhiều yêu cầu từ mạng của bạn
    .detail = Để yêu cầu này được nhận, ứng dụng của bạn phải làm một phép tính nhỏ trước. Nếu không, vui lòng đợi { $seconds } giây rồi thử lại. Không có gì bị mất.
problem-unavailable = Dịch vụ hiện không trả lời được
    .detail = Vui lòng thử lại sau giây lát với cùng Idempotency-Key.
problem-internal_error = Đã xảy ra lỗi phía chúng tôi
    .detail = Chưa có gì được lưu. Vui lòng báo mã yêu cầu (request id) cho người vận hành.
problem-conflict = Việc này không phù hợp với tình trạng hiện tại
    .detail = Hãy đọc lại: tình trạng có thể đã thay đổi kể từ lần cuối bạn xem.
problem-id_taken = Id này đã được dùng
    .detail = Id bạn chọn đã thuộc về nội dung khác. Hãy tạo id mới.

fault-unknown_member = mục này không được biết đến ở đây
fault-wrong_type = phải là { $expected }
fault-missing_member = là bắt buộc
fault-too_long = chỉ được có tối đa { $limit } ký tự
fault-too_short = phải có ít nhất { $limit } ký tự
fault-too_many_items = chỉ được có tối đa { $limit } mục
fault-too_few_items = phải có ít nhất { $limit } mục
fault-duplicate_items = không được chứa cùng một mục hai lần
fault-too_large = tối đa là { $limit }
fault-too_small = tối thiểu là { $limit }
fault-malformed = không có dạng như mong đợi ở đây
fault-unknown_code = không có trong danh mục mã { $list }
fault-unknown_value = phải là một trong { $expected }
fault-invalid = không dùng được ở đây
fault-not_json = không phải JSON; hỏng ở dòng { $line }, cột { $column }
fault-duplicate_member = mục này xuất hiện nhiều hơn một lần
fault-unknown_agency = không có công ty nào mang id này
fault-in_the_future = không được ở tương lai
fault-in_the_past = không được ở trong quá khứ
fault-too_far_ahead = chậm nhất là { $years } năm sau ngày đầu lưu giữ
fault-blank = không được để trống
fault-not_in_country = phải nằm trong nước đã nêu
fault-proof_expired = đã hết hạn; hãy giải thử thách mới
fault-proof_elsewhere = được làm cho một yêu cầu hoặc mạng khác; hãy giải thử thách mới
fault-proof_insufficient = không có đủ số bit 0 mà thử thách yêu cầu

# Agencies and reviews.

agency-note-listed = Danh sách này chỉ ghi các công ty có giấy phép và không nêu tình trạng của từng công ty.
agency-note-copy = Đây là bản sao của danh sách “{ $register }” ngày { $date }. Giấy phép có thể đã hết hiệu lực từ đó. Hãy hỏi { $regulator } trước khi trả tiền hoặc ký bất cứ giấy tờ nào.
agency-note-missing = Công ty này không còn trong danh sách ngày { $date }. Hãy hỏi lý do trước khi giao dịch với công ty.
licence-says-licensed = Theo danh sách ngày { $date } ({ $register }), { $name } có giấy phép { $number }. Giấy phép có thể đã hết hiệu lực từ đó: hãy hỏi { $regulator } trước khi trả tiền hoặc ký bất cứ giấy tờ nào.
licence-says-not-licensed = Theo danh sách ngày { $date } ({ $register }), giấy phép { $number } của { $name } không có hiệu lực: { $status }. Hãy hỏi { $regulator } trước khi trả tiền hoặc ký bất cứ giấy tờ nào.
licence-says-no-longer-listed = { $name } (giấy phép { $number }) có trong danh sách trước nhưng không có trong danh sách ngày { $date } ({ $register }). Có thể có nhiều lý do: hãy hỏi { $regulator } trước khi trả tiền hoặc ký bất cứ giấy tờ nào.
licence-says-unknown = Danh sách được lưu ở đây ({ $register }) không cho biết giấy phép { $number } của { $name } hôm nay có hiệu lực hay không. Hãy hỏi { $regulator } trước khi trả tiền hoặc ký bất cứ giấy tờ nào.
licence-says-ambiguous = Có nhiều công ty mang hoặc từng mang số { $asked }. Hãy so sánh tên và hỏi cơ quan quản lý trước khi trả tiền hoặc ký bất cứ giấy tờ nào.
licence-says-number-replaced = Trước đây { $name } mang số { $asked }; theo danh sách ngày { $date } ({ $register }), số hiện nay là { $number }. Hãy hỏi { $regulator } trước khi trả tiền hoặc ký bất cứ giấy tờ nào.
licence-says-not-held = Số { $asked } không có trong các danh sách của nước này được lưu ở đây. Điều đó không có nghĩa là không có giấy phép ấy: danh sách có thể cũ hoặc thiếu. Hãy hỏi cơ quan quản lý trước khi trả tiền hoặc ký bất cứ giấy tờ nào.
licence-says-no-numbers = Các danh sách của nước này được lưu ở đây không có số giấy phép. Hãy tìm theo tên công ty và hỏi cơ quan quản lý trước khi trả tiền hoặc ký bất cứ giấy tờ nào.
licence-says-no-list = Ở đây không lưu danh sách của nước này. Hãy hỏi cơ quan quản lý của nước đó trước khi trả tiền hoặc ký bất cứ giấy tờ nào.
licence-comes-from-ended = { $name } xuất phát từ { $earlier } (giấy phép { $number }), có giấy phép không còn hiệu lực: { $status }.
licence-comes-from-missing = { $name } xuất phát từ { $earlier } (giấy phép { $number }), không còn trong danh sách.
fault-ends_before_it_begins = không được trước ngày đầu tiên
sub-agent-confirmed = Người này hoạt động cho công ty, theo chính công ty hoặc một sổ đăng ký công khai. Hãy yêu cầu biên lai cho mọi khoản bạn trả.
sub-agent-claimed = Có người nói rằng họ hoạt động cho công ty này; công ty chưa xác nhận. Hãy hỏi công ty trước khi trả tiền hoặc đưa giấy tờ.
sub-agent-denied = Công ty này nói rằng họ không hoạt động cho mình. Đừng trả tiền và đừng đưa giấy tờ.
sub-agent-not-known = Ở đây không có thông tin về tên hoặc số điện thoại này. Điều đó không có nghĩa là họ không hoạt động cho công ty: hãy hỏi công ty trước khi trả tiền hoặc đưa giấy tờ.
problem-succession_cycle = Một công ty không thể xuất phát từ chính nó
    .detail = Công ty mà bạn nêu là tiền thân chính là công ty này, hoặc xuất phát từ nó.
problem-already_stated = Điều này đã được nêu
    .detail = Mối liên hệ giữa hai công ty đã được xác nhận và hiển thị. Hãy bác bỏ trước nếu sai.
problem-both_listed = Cả hai đều có trong danh sách
    .detail = Cả hai mục đều có trong danh sách mới nhất, nên là hai công ty. Hãy quyết định rằng chúng khác nhau.
problem-declared_interest = Người viết có lợi ích liên quan đến công ty
    .detail = Đánh giá của người làm việc cho, sở hữu hoặc có họ hàng với công ty hay đối thủ của công ty sẽ không được đăng. Hãy từ chối với lý do conflict_of_interest.
fault-too_many_decimals = chỉ được có nhiều nhất { $limit } chữ số thập phân với loại tiền này
fault-other_currency = phải cùng loại tiền đã trả
fault-more_than_paid = nhiều hơn số đã trả
problem-employer_not_accepted = Chủ sử dụng này chưa có trang
    .detail = Một người lao động đã nêu chủ sử dụng này. Không có gì về họ được đăng trước khi bên có thẩm quyền registers chấp nhận, và không thể thêm gì sau khi đã bị từ chối.
problem-private_household = Hộ gia đình tư nhân không có trang
    .detail = Những người trong nhà nơi bạn làm việc là cá nhân, nên không có gì được lưu. Nếu cần giúp đỡ, hãy gửi yêu cầu tại /v1/assistance-requests; nếu có nguy hiểm, hãy báo tại /v1/safety-reports. Bạn có thể đánh giá công ty đã đưa bạn đi, kể cả tiền lương, giờ làm và chỗ ở.
fault-not_rated_here = không áp dụng ở đây: công ty tuyển dụng và chủ sử dụng được đánh giá về những điều khác nhau (danh sách review_dimensions)
fault-not_where_the_employer_is = phải là nước của chủ sử dụng
fault-unknown_employer = không phải là chủ sử dụng ở nước này
fault-not_a_web_address = phải là địa chỉ http hoặc https
review-next-proposed = Trước hết có người tìm hiểu chủ sử dụng được nêu, rồi người kiểm duyệt đọc đánh giá của bạn. Bạn không cần làm gì. Hãy xem lại sau vài ngày bằng mã biên nhận. Bạn có thể sửa, rút lại hoặc xóa bất cứ lúc nào.
review-next-employer-refused = Đánh giá của bạn không được đăng, vì chủ sử dụng này không thể có trang công khai: có thể là hộ gia đình tư nhân, hoặc không xác định được là ai. Không ai bên ngoài được xem điều bạn viết. Nếu cần giúp đỡ, hãy yêu cầu; nếu có nguy hiểm, hãy báo. Bạn có thể xóa đánh giá.
employer-next-open = Có người tìm hiểu chủ sử dụng trước khi họ có trang. Bạn có thể viết đánh giá ngay bây giờ; đánh giá được giữ cho đến lúc đó.
fault-unknown_licence = không có trong danh sách nào của nước này được lưu ở đây
fault-several_agencies = đang hoặc từng thuộc về nhiều công ty; hãy nêu công ty bằng id
fault-not_from_a_collector = không thể do người thu thập gửi: tác giả gửi bằng mã biên nhận
fault-own_interest = nói về một công ty mà tổ chức của bạn có lợi ích liên quan
fault-id_in_use = đã được dùng; hãy chọn id khác hoặc không gửi
problem-not_a_recording = Đây không phải là bản ghi âm được nhận ở đây
    .detail = Hãy gửi lời nói dưới dạng Ogg Opus, WebM Opus, M4A hoặc MP4 có AAC, AAC, 3GP hoặc AMR, MP3 hoặc WAV. Các loại khác có thể chứa nơi ghi và người ghi, và không thể làm sạch ở đây.
problem-damaged_recording = Bản ghi âm này bị hỏng
    .detail = Phần đầu là bản ghi âm nhưng phần sau thì không. Hãy ghi lại, hoặc gửi đầy đủ tệp.
problem-recording_too_long = Bản ghi âm này quá dài
    .detail = Một bản ghi âm dài nhất { $limit } giây. Hãy nói ngắn gọn hơn.
problem-already_recorded = Đã có bản ghi âm
    .detail = Mỗi đánh giá có một bản ghi âm. Hãy xóa bản cũ trước rồi gửi bản mới.
problem-cannot_appeal = Không thể khiếu nại việc này
    .detail = Chỉ có thể khiếu nại việc từ chối, một lần, trong 90 ngày. Đánh giá đã sửa sẽ được đọc lại mà không cần khiếu nại.
problem-own_interest = Không ai tự gỡ lợi ích liên quan của mình
    .detail = Hãy nhờ người kiểm duyệt khác: chỉ người khác mới có thể nói rằng nó không còn nữa.
problem-own_decision = Người khác sẽ quyết định khiếu nại này
    .detail = Bạn là người đã từ chối đánh giá, nên một người kiểm duyệt khác sẽ quyết định.
problem-claim_repeated = Tổ chức của bạn đã nhận hồ sơ công ty này
    .detail = Yêu cầu đang chờ người kiểm duyệt hoặc đã được chấp thuận. Xem tại /v1/staff/own-agency-claims.
problem-profile_held = Một tổ chức khác đang đại diện cho công ty này
    .detail = Hãy xem yêu cầu của tổ chức đó trước. Chỉ một tổ chức đại diện cho một công ty; hãy thu hồi yêu cầu kia trước khi chấp thuận yêu cầu này.
problem-too_many_claims = Quá nhiều yêu cầu của bạn đang chờ người kiểm duyệt
    .detail = Nhiều nhất { $limit } yêu cầu chờ cùng lúc. Hãy đợi đến khi một yêu cầu được quyết định.
problem-already_answered = Công ty của bạn đã trả lời đánh giá này
    .detail = Mỗi đánh giá chỉ được trả lời một lần. Khi chưa đăng, bạn có thể viết lại câu trả lời.
problem-rejected_too_often = Không thể sửa câu trả lời này nữa
    .detail = Nó đã bị từ chối { $limit } lần.
problem-already_reported = Công ty của bạn đã báo cáo đánh giá này
    .detail = Mỗi đánh giá chỉ có một báo cáo đang mở, và mỗi lý do chỉ được xét một lần.
problem-too_many_reports = Công ty của bạn đã báo cáo đủ trong tháng này
    .detail = Nhiều nhất { $limit } báo cáo trong một tháng. Lệnh của tòa án có thể gửi cho bên vận hành dịch vụ.
review-next-pending = Người kiểm duyệt đọc đánh giá của bạn trước khi người khác xem được. Vài ngày nữa hãy xem lại bằng mã biên nhận. Bạn có thể sửa, rút lại hoặc xóa bất cứ lúc nào.
review-next-accepted = Người kiểm duyệt đã đọc và chấp nhận đánh giá của bạn. Đánh giá sẽ hiển thị trong vài ngày tới, để không ai đoán được từ ngày đăng đó là của ai. Bạn có thể sửa, rút lại hoặc xóa bất cứ lúc nào; khi đó nó sẽ không hiển thị.
review-next-published = Đánh giá của bạn đã được đăng và được tính. Các đánh giá về một công ty chỉ hiển thị khi có ít nhất { $minimum } đánh giá, để không ai biết đánh giá nào của ai. Bạn có thể sửa, rút lại hoặc xóa bất cứ lúc nào.
review-next-rejected = Đánh giá của bạn không được đăng; lý do được nêu rõ. Bạn có thể sửa để người kiểm duyệt đọc lại, hoặc xóa.
review-next-withdrawn = Bạn đã rút lại đánh giá. Đánh giá không được hiển thị và không được tính. Bạn có thể xóa nó.
review-next-checked = Đánh giá của bạn đã được đăng và đang được kiểm tra vì có những đánh giá khác đến cùng lúc. Cho đến khi người kiểm duyệt xem xét, nó vẫn hiển thị nhưng chưa được tính. Bạn không cần làm gì.
signal-burst = { $count } đánh giá về công ty này trong { $days } ngày, trong khi thường chỉ khoảng { $usual }; { $share } % nghiêng về cùng một phía. Sau một sự việc xấu, nhiều người trung thực cùng viết một lúc.
signal-near-duplicate = Nhận xét gần giống với { $count } đánh giá trước đó về công ty này. Cái nào có trước đã rõ: chỉ những cái sau bị đánh dấu.
signal-copied-elsewhere = Nhận xét gần giống với { $count } đánh giá về các công ty khác.
signal-one-network = { $count } đánh giá về công ty này đến từ cùng một mạng trong { $days } ngày, phần lớn cùng một phía. Bàn trợ giúp, ký túc xá và nhà mạng dùng chung mạng: riêng điều này không nói lên nhiều.
signal-nothing-checkable = Không nêu khoản phí, sự việc, điều kiện, thu nhập hay tháng nào: không có gì để kiểm tra.
signal-agency-network = Một đánh giá tốt từ mạng mà người đại diện công ty này sử dụng. Nhà mạng di động dùng chung mạng.
signal-rival-network = Một đánh giá xấu từ mạng mà người đại diện công ty khác sử dụng. Nhà mạng di động dùng chung mạng.
signal-agency-words = Nhận xét gần giống lời công ty đã trả lời một đánh giá. Có thể chỉ là trích dẫn.
methodology-counted = Điểm của công ty chỉ được tính từ các đánh giá đã đăng: không ai có thể mua điểm, và công ty không thể chọn hay gỡ đánh giá. Người kiểm duyệt đăng đánh giá hoặc nói rõ vì sao không. Đánh giá của người có lợi ích liên quan đến công ty không được tính.
methodology-suspicion = Những đánh giá đến cùng lúc với số lượng bất thường, sao chép nhau, hoặc đến từ mạng của người có lợi ích liên quan sẽ được người kiểm duyệt xem lại. Cho đến lúc đó chúng không được tính và trang có ghi rõ; không đánh giá nào bị gỡ mà không có quyết định trong nhật ký công khai. Điều được xét: bao nhiêu đánh giá đến trong bao lâu so với mức thường của công ty, các văn bản giống nhau đến đâu, và trong hai tuần, không kèm địa chỉ nào, liệu nhiều đánh giá có đến từ cùng một mạng. Chỉ riêng việc nhiều khiếu nại đến cùng lúc không bao giờ gây ra điều này.
methodology-weight = Sức nặng của một đánh giá tùy theo thời gian và bằng chứng. Sau { $months } tháng nó chỉ còn bằng một nửa đánh giá mới, tính từ tháng đăng, vì tháng tuyển dụng không được lưu ở dạng đọc được. "effective_count" là tổng các sức nặng này.
methodology-prior = Vài đánh giá có thể chỉ là tình cờ. Vì vậy { $strength } đánh giá tưởng tượng được thêm vào, tốt xấu như đánh giá của mọi công ty trên cùng tuyến. Công ty càng có nhiều đánh giá thì chúng càng ít ảnh hưởng. Một tuyến cần { $reviews } đánh giá của { $agencies } công ty; chưa đủ thì dùng đánh giá của mọi tuyến, và trước đó là một đánh giá tưởng tượng cho mỗi mức điểm.
methodology-employers = Chủ sử dụng được đánh giá theo cùng cách như công ty tuyển dụng, về những mặt riêng: tiền lương, giờ làm và nghỉ ngơi, điều kiện sinh hoạt, giấy tờ, cách đối xử, hợp đồng, sự trung thực về công việc và các khoản phí. Điều được trông đợi ở một chủ sử dụng là điều người lao động nói về mọi chủ sử dụng của tuyến đó, không bao giờ là về công ty tuyển dụng, và ngược lại. Chi phí của một tuyến chỉ tính từ các đánh giá về công ty tuyển dụng, để không ai bị tính hai lần.
methodology-interval = Điểm trung bình thật nằm giữa "interval_low" và "interval_high" với xác suất { $percent } %. Khoảng rộng nghĩa là còn biết ít. Không nên xếp hạng hai công ty có khoảng chồng lên nhau.
methodology-hidden = Không hiển thị gì dựa trên ít hơn { $minimum } đánh giá, dù là của công ty, của tuyến hay của từng khía cạnh. Nếu phần chênh lệch giữa những gì được hiển thị và toàn bộ dựa trên ít hơn, thì phần khác cũng được ẩn theo. Nhờ vậy không ai biết được một người đã viết gì.
methodology-costs = Chi phí là số tiền người lao động cho biết đã trả, trừ phần được hoàn lại, tính bằng đô la Mỹ theo tỷ giá của tháng trả tiền. Trung vị và tứ phân vị được làm tròn đến hai chữ số và hiển thị khi có từ { $of_money } đánh giá. Việc vượt mức luật cho phép, hoặc hợp đồng bị thay bằng hợp đồng xấu hơn, suy ra từ lời người lao động; đó không phải phán quyết của tòa án.
methodology-time = Điểm thay đổi ngay khi một đánh giá được đăng, sửa hoặc kết thúc. Thời gian được tính đến tháng ghi ở "as_of", và mức kỳ vọng của tuyến giữ nguyên trong một tháng. Chi phí của tuyến được tính mỗi ngày một lần. Ai cũng có thể tính lại điểm từ các con số được hiển thị, và người vận hành có thể kiểm tra tất cả bằng "tulay recompute".
problem-review_duplicate = Bạn đã đánh giá lần tuyển dụng này
    .detail = Hãy sửa đánh giá của bạn bằng mã biên nhận, hoặc rút lại hay xóa nó trước. Một lần tuyển dụng của một công ty chỉ được đánh giá một lần.
problem-recruitment_fixed = Không thể đổi tháng tuyển dụng nữa
    .detail = Đánh giá đã được chứng minh, hoặc gắn với ứng dụng của bạn, cho lần tuyển dụng này. Nếu tháng sai, hãy xóa và viết đánh giá khác.
problem-not_a_document = Đây không phải là giấy tờ được nhận ở đây
    .detail = Hãy gửi ảnh JPEG, PNG, WebP hoặc tệp PDF. Điều được xét là nội dung tệp, không phải tên tệp.
problem-damaged_document = Giấy tờ này bị hỏng
    .detail = Tệp bắt đầu như một ảnh hoặc PDF nhưng phần sau thì không. Hãy chụp hoặc lưu lại rồi gửi.
problem-too_many_documents = Đánh giá này đã đủ số giấy tờ
    .detail = Mỗi đánh giá nhận { $limit } giấy tờ. Hãy hủy một giấy tờ chưa ai kiểm duyệt xem để có chỗ.
problem-document_used = Giấy tờ này đã chứng minh một đánh giá khác về công ty này
    .detail = Một giấy tờ chứng minh một đánh giá. Nếu đây là giấy tờ khác có cùng số, hãy xin người viết bằng chứng khác và từ chối giấy tờ này.
problem-vouching_token_spent = Mã xác nhận này đã được dùng
    .detail = Một mã xác nhận chứng minh một đánh giá. Hãy hỏi tổ chức nếu bạn không phải là người đã dùng.
problem-vouched_already = Người lao động này đã có mã cho lần tuyển dụng này
    .detail = Mỗi người lao động nhận một mã cho mỗi công ty và lần tuyển dụng. Mã bị mất không được cấp lại; có thể dùng giấy tờ để chứng minh đánh giá.
problem-vouching_interest = Tổ chức của bạn có lợi ích ở công ty này
    .detail = Tổ chức phát ngôn cho một công ty, hoặc từng muốn vậy, không xác nhận cho người lao động của công ty đó.
fault-unknown_key = không nêu khóa nào đang được dùng
fault-key_expired = nêu khóa mà mã của nó không còn được nhận
fault-wrong_signature = không phải chữ ký của thông điệp này với khóa này
fault-not_blinded_for_this_key = không phải thông điệp đã được làm mù cho khóa này
fault-only_of_decisions = chỉ dành cho quyết định
methodology-proof = Đa số người lao động không có gì để đưa ra, nên mọi đánh giá đều được tính. Đánh giá mà người viết đã cho người kiểm duyệt xem giấy tờ, hoặc được một tổ chức biết người viết xác nhận, được tính gấp rưỡi; đánh giá được tòa án hoặc bộ xác nhận được tính gấp đôi. Không bằng chứng nào được tính nhiều hơn, để số ít không lấn át số đông. Bằng chứng chỉ thêm trọng số khi có ít nhất { $minimum } đánh giá có nó, và "proof_mix" chỉ nói về những bằng chứng đó: nếu không sẽ lộ ra ai có bằng chứng. Không ai cần cho biết mình là ai vì bất cứ điều gì trong đó.

# Rights.
article-other_language = Chưa có bản bằng { $wished }. Bạn đang đọc bản bằng { $language }.
article-machine_translation = Bài này do máy dịch và chưa có ai kiểm tra. Trước khi quyết định việc quan trọng, hãy so với bản tiếng Anh hoặc hỏi một tổ chức.
article-not_reviewed = Chưa có luật sư hay chuyên gia lao động nào kiểm tra bài này. Đây là thông tin, không phải tư vấn pháp lý.
article-stale_translation = Bản tiếng Anh đã thay đổi từ khi bản này được dịch. Nếu điều này quan trọng với bạn, hãy đọc bản tiếng Anh hoặc hỏi một tổ chức.

# Staff and organisations.

problem-unknown_set_up_token = Mã thiết lập này không mở được gì
    .detail = Mã đã được dùng, đã quá 72 giờ, hoặc chưa đầy đủ. Hãy xin mã mới.
problem-unknown_refresh_token = Mã làm mới này không mở được gì
    .detail = Phiên đã kết thúc. Vui lòng đăng nhập lại.
problem-token_reused = Phiên này đã được kết thúc để bảo vệ bạn
    .detail = Mã làm mới của phiên đã được dùng hai lần, nên có thể người khác đang giữ nó. Vui lòng đăng nhập lại.
problem-proof_refused = Không xác nhận được
    .detail = Mật khẩu cũ hoặc mã dùng một lần không đúng. Chưa có gì thay đổi.
problem-account_name_taken = Tên tài khoản này đã có người dùng
    .detail = Đã có người đăng nhập bằng tên này. Hãy chọn tên khác.
problem-last_administrator = Quản trị viên cuối cùng phải ở lại
    .detail = Hãy cho người khác làm quản trị viên trước, để tổ chức không bị thiếu quản trị viên.
problem-own_account = Việc này phải do người khác làm
    .detail = Không ai tự đổi vai trò của mình, hay tự vô hiệu hóa hoặc đặt lại tài khoản của mình. Hãy nhờ một quản trị viên khác.
problem-second_factor_missing = Tài khoản này chưa có yếu tố thứ hai
    .detail = Vai trò này mở hồ sơ được niêm phong. Hãy đặt lại tài khoản, trao vai trò, rồi để chủ tài khoản thiết lập lại bằng ứng dụng xác thực.
problem-competence_missing = Tổ chức này không làm việc mà vai trò đó dành cho
    .detail = Người kiểm duyệt quyết định về đánh giá của tất cả mọi người, nên chỉ tổ chức có năng lực "moderation" mới có vai trò này. Bên vận hành dịch vụ trao năng lực đó. Người đại diện công ty tuyển dụng thuộc tổ chức loại "recruitment_agency".

fault-password_common = là một trong những mật khẩu bị thử đầu tiên
fault-password_repetitive = lặp lại quá ít ký tự khác nhau
fault-password_contains_name = không được chứa tên tài khoản
fault-wrong_code = không phải là mã mà ứng dụng đang hiển thị

# Assistance.

problem-status_not_reachable = Yêu cầu chưa thể chuyển sang bước này
    .detail = Tình trạng hiện nay là { $from }. Từ đó có thể chuyển sang: { $next }.
problem-request_withdrawn = Yêu cầu này đã được rút lại
    .detail = Không thể thêm hay làm gì nữa. Có thể gửi yêu cầu mới bất cứ lúc nào.
problem-consent_withdrawn = Người gửi không còn cho phép đọc nội dung này
    .detail = Người đó đã rút lại sự đồng ý. Những gì đã kể vẫn được niêm phong.
problem-erasure_waits = Người gửi đang chờ yêu cầu này được xóa
    .detail = Người gửi muốn xóa yêu cầu này và chỉ lệnh của tòa án đang trì hoãn việc đó. Không thể thay bằng lý do khác; hãy bỏ lệnh lưu giữ.
fault-unknown_organisation = không có tổ chức nào với id này nhận yêu cầu giúp đỡ
fault-unknown_time_zone = không phải là múi giờ
fault-only_with = chỉ được gửi cùng tình trạng { $expected }
fault-pause_too_long = quá xa trong tương lai
fault-not_a_country_of_yours = không phải là nước hoạt động của tổ chức bạn
fault-not_a_case_worker = không phải là nhân viên phụ trách của tổ chức bạn
problem-triage_rules_published = Bộ quy tắc này đã được công bố
    .detail = Những gì đã công bố không bao giờ bị sửa. Hãy soạn quy tắc mới; muốn quay lại, hãy công bố lại bộ cũ.
problem-too_many_drafts = Có quá nhiều bản nháp đang chờ
    .detail = Tối đa { $limit }. Hãy bỏ bản không còn cần.
problem-escalated_already = Đã nói rồi
    .detail = Bạn đã nói điều này trong ba ngày qua. Xin cho những người được báo thêm chút thời gian.
problem-not_acknowledged = Chưa ai xác nhận yêu cầu này
    .detail = Chỉ yêu cầu đã được xác nhận mới có thể chờ. Hãy xác nhận trước.
problem-paused_already = Thời hạn đã được tạm dừng
    .detail = Hãy cho chạy lại trước.
problem-not_paused = Thời hạn đang chạy
    .detail = Không có gì để tiếp tục.
problem-offer_over = Lời đề nghị này đã hết hiệu lực
    .detail = Đã có trả lời, đã hết giờ, hoặc người gửi không muốn nữa.
problem-nobody_else = Không còn ai khác có thể nhận
    .detail = Hãy từ chối yêu cầu, để người gửi biết còn có thể tìm đến đâu.
problem-request_ended = Việc xử lý yêu cầu này đã kết thúc
    .detail = Không thể chuyển cho ai khác nữa.
problem-alert_acknowledged = Người khác đang lo việc này
    .detail = Một người khác cũng được gọi đã trả lời cảnh báo.
problem-alert_closed = Cảnh báo này đã đóng
    .detail = Không ai cần trả lời nữa. Cảnh báo cho biết lý do.
fault-danger_not_critical = phải có một quy tắc coi mọi yêu cầu nói danger_now là nguy cấp, không kèm điều kiện nào khác
fault-rule_without_condition = không nêu điều kiện nào
fault-less_than_at_least = nhỏ hơn at_least
triage-notice = Mức ưu tiên cho biết cần xem yêu cầu sớm đến mức nào. Đây không phải kết luận pháp lý: việc có phải lao động cưỡng bức hay tội phạm khác không được quyết định ở đây.
assistance-danger-called = Vì có nguy hiểm, những người có thể giúp đã được gọi. Chưa ai trả lời; nếu không ai trả lời, người khác sẽ được gọi. Nếu bạn đang gặp nguy hiểm, đừng chờ: hãy gọi số khẩn cấp.
assistance-danger-acknowledged = Vì có nguy hiểm, những người có thể giúp đã được gọi và một người đang lo yêu cầu của bạn. Nếu bạn đang gặp nguy hiểm, đừng chờ: hãy gọi số khẩn cấp.
assistance-next-danger = Nếu bạn hoặc người khác đang gặp nguy hiểm, hãy đến nơi an toàn có người khác nếu có thể. Tính mạng của bạn là trên hết; yêu cầu này có thể chờ.
assistance-next-call_emergency = Nếu bạn hoặc người khác đang gặp nguy hiểm, hãy gọi ngay một trong các số khẩn cấp. Đừng chờ chúng tôi.
assistance-next-keep_code = Hãy ghi mã biên nhận ra giấy và giữ ở nơi không ai khác tìm thấy. Mã chỉ hiện một lần này, và chỉ mã này mở được yêu cầu của bạn.
assistance-next-organisation_reads = { $organisation } đã nhận yêu cầu của bạn và sẽ đọc trước hoặc trong ngày { $date }.
assistance-next-feedback = Trước hoặc trong ngày { $date }, { $organisation } sẽ cho bạn biết đã làm được gì.
assistance-escalated-administrators = Ban lãnh đạo tổ chức đã được báo rằng yêu cầu của bạn không tiến triển như đã hứa. Nếu vẫn không có gì, người vận hành dịch vụ này sẽ được báo.
assistance-escalated-operator_desk = Người vận hành dịch vụ này đã được báo rằng yêu cầu của bạn không tiến triển như đã hứa.
assistance-next-offered = { $organisation } được hỏi có nhận yêu cầu của bạn không và sẽ trả lời trước hoặc trong ngày { $date }. Nếu không nhận được, tổ chức tiếp theo sẽ được hỏi. Cho đến khi có nơi nhận, không ai đọc những gì bạn viết: nếu không thể chờ, hãy tìm đến một trong các địa chỉ liên hệ ở đây.
assistance-next-nobody_covers = Chưa có tổ chức nào dùng dịch vụ này hoạt động ở nước này. Yêu cầu của bạn được lưu lại và sẽ đến tổ chức đầu tiên có thể giúp. Đến lúc đó chưa ai đọc: hãy tìm đến một trong các địa chỉ liên hệ ở đây.
assistance-next-come_back = Hãy quay lại với mã biên nhận để xem tiến triển, đọc và viết tin nhắn. Không ai liên lạc với bạn bằng cách mà bạn không cho phép.
assistance-next-erasure_near = Yêu cầu của bạn sẽ bị xóa vào ngày { $date }. Nếu bạn vẫn cần, hãy viết tin nhắn: yêu cầu sẽ được giữ thêm một tháng.
assistance-next-held = Yêu cầu của bạn được lưu giữ đến ngày { $date } vì luật yêu cầu. Sau đó yêu cầu được xóa khi hết hạn, hoặc khi bạn muốn.
request-left-statistics = Một dòng thống kê: nước, tháng, nội dung yêu cầu và đã đi đến đâu. Không dẫn về ai cả.
request-left-audit_log = Trong nhật ký của nhân viên: số của yêu cầu, ai đã mở và khi nào. Không có nội dung họ đã đọc.
request-left-receipt_hash = Dấu vết của mã biên nhận, kèm số của những gì bạn đã gửi và tháng của nó, để mã được trả lời là "đã xóa".
request-left-sealed_answers = Trong vài ngày, các câu trả lời của dịch vụ cho ứng dụng của bạn, được niêm phong bằng khóa mà chỉ ứng dụng của bạn có.
request-left-backups = Các bản sao cũ của cơ sở dữ liệu, trong đó yêu cầu của bạn được niêm phong, cho đến khi người vận hành hủy chúng.

# Safety.

problem-report_status_not_reachable = Báo cáo chưa thể chuyển sang bước này
    .detail = Tình trạng hiện nay là { $from }. Từ đó có thể chuyển sang: { $next }.
problem-report_withdrawn = Báo cáo này đã được rút lại
    .detail = Người báo đã rút lại. Không thể đọc hay thêm gì nữa; có thể gửi báo cáo mới bất cứ lúc nào.
problem-too_much_evidence = Báo cáo này đã đủ số bằng chứng
    .detail = Mỗi báo cáo nhận { $limit } tệp. Những gì khác nhìn thấy có thể mô tả trong phần bổ sung.
problem-not_evidence = Đây không phải là tệp được nhận ở đây
    .detail = Hãy gửi ảnh JPEG, PNG hoặc WebP, bản ghi âm hoặc video. Điều được xét là nội dung tệp, không phải tên tệp.
problem-damaged_evidence = Tệp này bị hỏng
    .detail = Phần đầu của tệp đúng nhưng phần sau thì không. Hãy gửi trọn tệp hoặc tạo lại.
fault-does_not_fit_kind = không phù hợp với loại báo cáo này
fault-given_twice = nói cùng một điều với mục khác; chỉ gửi một mục
problem-report_merged = Báo cáo này nằm sau một báo cáo khác
    .detail = Báo cáo này nói về cùng một mối nguy với báo cáo khác và được xử lý ở đó. Hãy thay đổi báo cáo kia, hoặc tách báo cáo này ra trước.
problem-report_not_publishable = Báo cáo này không được công bố
    .detail = Chỉ việc làm tốt mới được công bố, và chỉ khi người báo cho phép.
fault-unknown_form = không phải là biểu mẫu đã từng được công bố
fault-unknown_question = không có trong biểu mẫu này
fault-wrong_answer = không phải là câu trả lời cho câu hỏi này
fault-unknown_board = không dẫn đến bảng nào; hãy cho biết địa điểm
fault-unknown_reference = không còn chỉ đến báo cáo nào
fault-unknown_report = không phải là báo cáo khác của tổ chức bạn
fault-not_an_inspector = không phải là thanh tra viên của tổ chức bạn
safety-alert-called = Thanh tra đã được gọi vì nguy hiểm này. Chưa ai trả lời; nếu không ai trả lời, người khác sẽ được gọi. Đừng chờ họ: hãy gọi số khẩn cấp.
safety-alert-seen = Thanh tra đã được gọi vì nguy hiểm này và hiện có người đang lo việc đó. Nếu bạn đang gặp nguy hiểm, đừng chờ: hãy gọi số khẩn cấp.
safety-alert-nobody = Chưa gọi được ai; hệ thống sẽ thử lại. Hãy gọi số khẩn cấp ngay.
duty-text = Bạn đang trực và có người cần bạn ngay bây giờ. Hãy đăng nhập và đọc các cảnh báo của bạn.
open311-filed = Cảm ơn. Hãy đưa mã này cho người báo và đừng lưu ở đâu cả: với mã này họ theo dõi và rút lại báo cáo. { $code }
open311-hazard_codes = Liên quan đến mối nguy hiểm nào
open311-may_be_published = Có được công bố bằng lời của thanh tra hay không
open311-yes = Có
open311-no = Không
safety-next-danger = Hãy rời xa nguy hiểm ngay và báo cho người khác nếu có thể. Tính mạng của bạn là trên hết; báo cáo này có thể chờ.
safety-next-call_emergency = Nếu có người bị thương hoặc gặp nguy hiểm, hãy gọi ngay một trong các số khẩn cấp. Đừng chờ chúng tôi.
safety-next-keep_code = Hãy ghi mã biên nhận ra giấy và giữ ở nơi không ai khác tìm thấy. Mã chỉ hiện một lần này, và chỉ mã này mở được báo cáo của bạn.
safety-next-organisation_reads = { $organisation } đã nhận báo cáo của bạn và sẽ đọc trước hoặc trong ngày { $date }.
safety-next-feedback = Trước hoặc trong ngày { $date }, { $organisation } sẽ cho bạn biết đã làm được gì.
safety-next-nobody_covers = Chưa có tổ chức nào dùng dịch vụ này thanh tra nơi làm việc ở nước này. Báo cáo của bạn được lưu lại và sẽ đến tổ chức đầu tiên có thể làm việc đó. Đến lúc đó chưa ai đọc: hãy tìm đến một trong các địa chỉ liên hệ ở đây.
safety-next-come_back = Hãy quay lại với mã biên nhận để xem tiến triển, thêm ảnh, đọc và viết tin nhắn. Không ai liên lạc với bạn, và dịch vụ này không nói gì với chủ sử dụng lao động của bạn.
safety-left-statistics = Một dòng thống kê: nước, tháng, loại báo cáo và đã đi đến đâu. Không dẫn về ai cả.
safety-left-audit_log = Trong nhật ký của nhân viên: số của báo cáo, ai đã mở và khi nào. Không có nội dung họ đã đọc.
safety-left-receipt_hash = Dấu vết của mã biên nhận, kèm số của những gì bạn đã gửi và tháng của nó, để mã được trả lời là "đã xóa".
safety-left-sealed_answers = Trong vài ngày, các câu trả lời của dịch vụ cho ứng dụng của bạn, được niêm phong bằng khóa mà chỉ ứng dụng của bạn có.
safety-left-backups = Các bản sao cũ của cơ sở dữ liệu, trong đó báo cáo của bạn được niêm phong, cho đến khi người vận hành hủy chúng.
problem-cases_stranded = Các hồ sơ này sẽ không còn ai mở được
    .detail = Chỉ tài khoản này mở được { $cases }. Hãy để một đồng nghiệp mở chúng trước, hoặc trao khoá cho họ, rồi thử lại.
problem-case_key_locked = Khoá hồ sơ của bạn chưa được mở trong phiên này
    .detail = Hãy mở bằng POST /v1/staff/sessions/current/case-key với cụm mật khẩu của bạn, hoặc đăng nhập lại bằng mật khẩu.
problem-case_key_not_held = Bạn chưa được trao khoá của yêu cầu này
    .detail = Đồng nghiệp mở yêu cầu, người giữ khoá, hoặc lần truy cập tiếp theo của người lao động sẽ trao khoá cho bạn.
problem-not_an_attachment = Đây không phải là tệp được nhận ở đây
    .detail = Hãy gửi ảnh JPEG, PNG hoặc WebP, bản ghi âm, hoặc PDF. Điều quyết định là nội dung tệp, không phải tên tệp.
problem-damaged_attachment = Tệp này bị hỏng
    .detail = Phần đầu đúng nhưng phần sau thì không. Hãy gửi trọn tệp hoặc tạo lại.
problem-too_many_attachments = Yêu cầu này đã có số tệp đính kèm tối đa
    .detail = Một yêu cầu nhận { $limit } tệp đính kèm. Những điều khác có thể mô tả trong phần bổ sung.
fault-no_case_key = không phải là nhân viên phụ trách đang hoạt động có khoá; họ phải đăng nhập một lần
problem-webhook_endpoints_full = Tổ chức đã có đủ số điểm nhận webhook được phép
    .detail = Mỗi tổ chức có nhiều nhất { $limit } điểm nhận. Hãy xóa điểm không còn cần nữa.
problem-webhook_endpoint_disabled = Điểm nhận webhook đang bị tắt
    .detail = Hãy bật lại trước; sau đó có thể gửi lại những gì chưa gửi được.
fault-not_a_public_address = phải là địa chỉ https của một máy chủ trên mạng công cộng
problem-client_revoked = Ứng dụng này đã bị thu hồi
    .detail = Không dùng được nữa. Hãy tạo ứng dụng khác.
problem-client_authenticates_otherwise = Ứng dụng này chứng minh danh tính theo cách khác
    .detail = Ứng dụng ký bằng khóa thì không có mật mã, ứng dụng có mật mã thì không có khóa. Hãy tạo ứng dụng khác.
fault-not_a_public_key = phải là khóa công khai: RSA ít nhất 2.048 bit, P-256 hoặc Ed25519, không chứa phần bí mật
problem-openid_not_configured = Ở đây không có đăng nhập bên ngoài
    .detail = Hãy đăng nhập bằng tên tài khoản và mật khẩu.
problem-unknown_openid_state = Không có lần đăng nhập nào như vậy
    .detail = Đã quá lâu hoặc đã được dùng. Vui lòng bắt đầu đăng nhập lại.
problem-unknown_openid_invitation = Lời mời này không mở được gì
    .detail = Lời mời đã được dùng hoặc hết hạn. Hãy xin quản trị viên của tổ chức bạn lời mời khác.
problem-openid_refused = Đăng nhập bên ngoài không thành công
    .detail = Nhà cung cấp không xác nhận bạn là ai. Vui lòng bắt đầu đăng nhập lại.
problem-openid_not_linked = Không có tài khoản nào ở đây liên kết với bạn
    .detail = Hãy xin quản trị viên của tổ chức bạn lời mời, rồi bắt đầu đăng nhập bằng lời mời đó.
problem-openid_linked_otherwise = Một tài khoản khác đã liên kết với bạn
    .detail = Mỗi người ở nhà cung cấp có một tài khoản ở đây. Quản trị viên có thể gỡ liên kết kia.

# What came of a request.

problem-no_outcome_yet = Chưa có kết quả
    .detail = Tổ chức chưa cho biết kết quả yêu cầu của bạn. Bạn có thể gửi tin nhắn bất cứ lúc nào.
problem-satisfaction_given = Bạn đã cho biết mức độ hài lòng
    .detail = Điều này chỉ hỏi một lần. Hãy bỏ phần này; những điều khác có thể nói lại.

# The diary, and the claim that follows from it.

problem-diary_full = Nhật ký đã đầy
    .detail = Nhật ký chứa { $limit } mục. Hãy xóa những mục không cần rồi gửi lại.
problem-no_claim_rule = Chưa ai nêu cách tính khoản đòi
    .detail = Hãy nêu trước mức lương đã thỏa thuận và các hệ số (`claim-rule`).
problem-claim_too_large = Số tiền quá lớn nên không tính được
    .detail = Hãy tìm số tiền hoặc số sản phẩm bị gõ nhầm.
fault-other_than_claim = phải là đơn vị tiền của khoản đòi
claim-assumes-hours_as_written = Giờ làm được lấy như bạn đã ghi.
claim-assumes-breaks_unpaid = Giờ nghỉ không tính là giờ làm.
claim-assumes-overtime_beyond = Phần vượt ngày bình thường, và vượt tuần bình thường nếu có nêu, là làm thêm giờ. Tuần bắt đầu từ thứ Hai.
claim-assumes-rest_days_as_marked = Ngày nghỉ là những ngày bạn đánh dấu; giờ làm trong đó không tính vào tuần bình thường.
claim-assumes-daily_rate_divided = Một giờ của lương ngày là lương chia cho số giờ của ngày bình thường.
claim-assumes-monthly_rate_divided = Một giờ của lương tháng là lương chia cho số ngày trong tháng và số giờ của ngày bình thường.
claim-assumes-pieces_without_overtime = Việc khoán trả theo số sản phẩm, không tính làm thêm giờ.
claim-assumes-payments_in_month_of_entry = Khoản trả tính vào tháng của mục có ghi khoản đó.
claim-assumes-rounded_per_month = Mỗi tháng được làm tròn một lần đến đơn vị tiền nhỏ nhất, nửa đơn vị làm tròn lên.
claim-remark-no_rate = Không có mức lương cho mục này nên giờ của nó không được tính.
claim-remark-other_currency = Mức lương hoặc khoản trả bằng tiền khác nên không được tính.
claim-remark-no_days_per_month = Lương theo tháng mà cách tính không nêu chia cho bao nhiêu ngày nên không được tính.
claim-remark-no_pieces = Trả theo sản phẩm mà không nêu số lượng nên không được tính.
claim-remark-overlaps = Trùng giờ với mục khác; cả hai đều được tính.
fault-unknown_message = không phải tin nhắn của yêu cầu này

# The evidence pack on paper.

pack-title = Bộ chứng cứ
pack-made_at = Lập lúc
pack-request = Yêu cầu
pack-digest = SHA-256 của JSON
pack-attached = Bản JSON được đính kèm tệp này với tên evidence-pack.json.
pack-claim = Khoản đòi
pack-diary = Nhật ký công việc và tiền lương
pack-messages = Tin nhắn
pack-outcome = Kết quả
pack-attachments = Ảnh, bản ghi âm và tài liệu
pack-as_received = như lúc nhận
pack-custody_log = Nhật ký lưu giữ
pack-source = Nguồn
pack-ordinary = giờ thường
pack-overtime = làm thêm
pack-rest_day = ngày nghỉ
pack-entitled = được hưởng
pack-paid = đã trả
pack-owed = còn nợ
pack-total = Tổng
pack-breaks = nghỉ giữa giờ
pack-edited = đã sửa
pack-earlier = bản
pack-parts = SHA-256 của từng phần
pack-not_judged = Nội dung ở đây do người lao động kể và được tính từ đó. Chưa cơ quan nào quyết định về việc này.

# Check-ins.

check-in-question = Từ đó đến nay bạn thế nào? Có ai trả đũa bạn vì bạn đã nhờ giúp đỡ không?
check-in-question-report = Từ đó đến nay bạn thế nào? Có ai trừng phạt bạn vì bạn đã báo nguy hiểm không?
problem-check_in_not_due = Bạn chưa được hỏi
    .detail = Điều này sẽ được hỏi sau. Bạn có thể gửi tin nhắn bất cứ lúc nào.
problem-check_in_answered = Bạn đã trả lời
    .detail = Hãy gửi tin nhắn nếu có gì thay đổi.

# Requests that belong together.

fault-unknown_request = không phải yêu cầu khác của tổ chức bạn

# Trò chuyện qua tin nhắn. Ngắn, không có tên dịch vụ; dấu được bỏ khi gửi. Từ khóa cách nhau bằng dấu phẩy.
sms-language-name = Tiếng Việt
sms-keywords-stop = stop, hủy, từ chối, ngừng, dừng lại
sms-keywords-start = start, bắt đầu, bắt đầu lại
sms-keywords-help = help, giúp, giúp đỡ, giúp tôi, trợ giúp, info
sms-keywords-danger = sos, nguy hiểm, cấp cứu, khẩn cấp
sms-keywords-language = ngôn ngữ, language
sms-language = { $list }
sms-menu = 1 Xin giúp đỡ
    2 Tôi có mã
    3 Số khẩn cấp
    4 Ngôn ngữ
sms-help = Giúp người lao động miễn phí. Không cần tên. Xóa tin mà người khác không nên thấy. SOS: nguy hiểm. LANGUAGE: ngôn ngữ khác. STOP: ngừng nhận tin.
sms-country-guess = Bạn đang ở { $country }?
    1 Đúng
    2 Không
sms-country = Bạn đang ở nước nào? Hãy nhắn tên nước.
sms-country-unknown = Chúng tôi không biết nước đó. Hãy nhắn tên nước, hoặc hai chữ cái như SG.
sms-numbers-of = Nước khác? Hãy nhắn tên nước. 1: xin giúp đỡ
sms-numbers = Khi nguy hiểm hãy gọi: { $numbers }
sms-no-numbers = Khi nguy hiểm hãy gọi cảnh sát nơi bạn ở.
sms-urgency = Bạn cần giúp gấp thế nào?
    1 Tôi đang gặp nguy hiểm
    2 Trong tuần này
    3 Không gấp
sms-topics = Về việc gì? Nhắn một hay nhiều số, như 1 3
    { $list }
    0 Việc khác
sms-words = Hãy nhắn chuyện đã xảy ra, trong một hay nhiều tin. Nhắn 1 khi xong, 0 để bỏ hết.
sms-words-in-danger = Nhắn 1 để xin giúp ngay. Hoặc nhắn trước bạn ở đâu và chuyện gì đang xảy ra.
sms-words-more = Đã ghi. Nhắn thêm, hoặc 1 khi xong.
sms-words-full = Tin này không vừa và không được giữ. Nhắn 1 để tiếp tục.
sms-may-text = Có tin mới, chúng tôi nhắn vào số này được không?
    1 Được
    2 Không, tôi sẽ hỏi bằng mã
sms-confirm = Một tổ chức giúp đỡ ở nước bạn sẽ đọc.
    1 Gửi
    0 Bỏ hết
sms-kept = Chúng tôi giữ lời bạn đã viết.
sms-dropped = Đã bỏ. Không gửi gì cả.
sms-filed = Đã gửi. Mã của bạn đến trong một tin riêng. Hãy chép ra giấy rồi xóa các tin. Nhắn mã vào đây để đọc trả lời.
sms-code = Nhắn mã của bạn, 32 số. 0: quay lại
sms-code-wrong = Mã đó không mở được gì. Xem lại từng nhóm. 0: quay lại
sms-code-wait = Quá nhiều mã sai. Hãy thử lại sau vài phút.
sms-code-elsewhere = Mã đó cho việc khác. Hãy dùng trong ứng dụng.
sms-code-ended = Mã đó không còn dùng được.
sms-code-over = Xin nhắn lại mã của bạn.
sms-case = 1 Tình trạng
    2 Đọc trả lời
    3 Viết
    4 Rút lại
    5 Xóa
    0 Kết thúc
sms-standing = { $status }. Có tin trước ngày { $date }.
sms-standing-ended = { $status }.
sms-no-answer = Chưa có trả lời.
sms-no-older-answer = Không còn trả lời cũ hơn.
sms-message = Hãy nhắn lời của bạn, trong một hay nhiều tin. 1: gửi, 0: bỏ
sms-message-more = Đã ghi. Nhắn thêm. 1: gửi, 0: bỏ
sms-sent = Đã gửi.
sms-take-back = Khi rút lại, không ai đọc nữa.
    1 Rút lại
    0 Không
sms-taken-back = Đã rút lại.
sms-erase = Sẽ mất vĩnh viễn.
    1 Xóa
    0 Không
sms-erased = Đã xóa. Hãy xóa cả tin trên điện thoại.
sms-erase-waits = Đã đóng với mọi người. Lệnh tòa án giữ lại; sẽ xóa khi lệnh hết.
sms-status-only = Mã này chỉ cho xem tình trạng.
sms-was-taken-back = Đã rút lại. Không viết thêm được.
sms-danger-told = Chúng tôi đã báo cho tổ chức.
sms-bye = Hãy xóa các tin này nếu người khác đọc điện thoại của bạn.
sms-stopped = Sẽ không có tin nữa. Nhắn START để bắt đầu lại.

# Reaching people.

contact-text-1 = Chào bạn! Khi nào rảnh gọi cho mình nhé.
contact-text-2 = Bạn khỏe không? Mình có chuyện muốn kể.
contact-text-3 = Chào bạn, khi nào tiện nhắn cho mình nhé.
contact-text-4 = Chào bạn, có tin mới. Nói chuyện sau nhé.
contact-text-named = { $organisation }: có tin mới cho bạn. Dùng mã của bạn để đọc.
problem-contact_refused = Liên lạc này nằm ngoài kế hoạch
    .detail = Kế hoạch của người đó không cho phép ({ $reason }). Việc này đã được ghi vào yêu cầu. Lần tới: { $not_before }.

# Consents and referrals.
problem-consent_not_covering = Không có sự đồng ý nào bao trùm tất cả điều này
    .detail = Hãy xin người đó đồng ý cho bên nhận và mục đích này, hoặc bỏ phần chưa được đồng ý.
problem-recipient_refused = Người đó không muốn bên nhận này
    .detail = Người đó đã loại trừ hoặc từ chối bên này. Bên này không được cho biết gì, kể cả khi tính mạng bị đe doạ; hãy tìm bên khác.
problem-no_danger_to_life = Không rõ có tính mạng nào bị đe doạ
    .detail = Khi không có sự đồng ý, chỉ cho xem khi yêu cầu ghi danger_now hoặc mức ưu tiên là critical.
problem-referral_over = Việc giới thiệu này đã kết thúc
    .detail = Đã được trả lời, đã rút lại, hoặc đã hết hạn.
problem-transfer_open = Yêu cầu đang được chuyển giao
    .detail = Hãy chờ trả lời, hoặc rút lại lần chuyển giao đó trước.
problem-consent_ended = Người đó đã từ chối
    .detail = Chỉ người đó có thể đồng ý lại, bằng mã biên nhận của mình.
problem-too_many_consents = Quá nhiều cho một yêu cầu
    .detail = Một yêu cầu chỉ nhận nhiều nhất { $limit }.
problem-not_handed_over = Người đó không cho phép chuyển giao phần này
    .detail = Yêu cầu này đến từ tổ chức khác. Hãy hỏi người đó xem bạn có được đọc phần này không.
fault-belongs_to = chỉ thuộc về { $expected }
fault-own_organisation = không được là tổ chức của bạn
fault-unknown_attachment = không phải tệp đính kèm của yêu cầu này
assistance-next-consent_asked = Một nhân viên hỏi liệu tổ chức khác có được biết điều gì về bạn không. Hãy xem ai và vì sao, rồi đồng ý tất cả, một phần, hoặc từ chối.
assistance-next-consent_overridden = Một phần yêu cầu của bạn đã được cho tổ chức khác xem mà không hỏi bạn, vì tính mạng bạn dường như bị đe doạ. Hãy xem cho ai, điều gì và vì sao.

# Establishments.

problem-establishment_merged = Cơ sở này đã được gộp vào cơ sở khác
    .detail = Hãy thay đổi cơ sở còn lại: { $into }.
problem-merged_since = Đã có lần gộp khác sau lần này
    .detail = Hãy hủy lần gộp mới hơn trước; sau đó có thể hủy lần này.
fault-more_than_total = nhiều hơn tổng số lao động
fault-unknown_establishment = không phải là cơ sở ở đó
fault-same_establishment = phải là một cơ sở khác
fault-list_unreadable = không đọc được như danh sách gồm dòng và cột
fault-unknown_column = không phải là cột được biết ở đây
fault-missing_column = là cột mà danh sách phải có

# Files that come in part by part.

problem-tus_version_not_supported = Phiên bản tus này không được phục vụ
    .detail = Hãy gửi `Tus-Resumable: 1.0.0`.
problem-upload_offset_mismatch = Việc tải lên đang ở vị trí khác
    .detail = Hãy hỏi vị trí bằng HEAD (`Upload-Offset`) và tiếp tục từ đó. Không có gì của yêu cầu này được lưu.
problem-checksum_mismatch = Dữ liệu đến không giống dữ liệu đã gửi
    .detail = Mã kiểm tra không khớp. Không có gì của yêu cầu này được lưu; hãy gửi lại.
problem-checksum_not_supported = Mã kiểm tra này không được biết ở đây
    .detail = Hãy dùng `sha1` hoặc `sha256`, với mã kiểm tra ở dạng Base64.
problem-too_many_uploads = Có quá nhiều lượt tải lên chưa xong
    .detail = Nhiều nhất { $limit } lượt được bắt đầu. Hãy hoàn tất hoặc xóa một lượt.
problem-upload_expired = Lượt tải lên này không xong đúng hạn
    .detail = Hãy bắt đầu lại.

# Planning of visits
problem-visit_plan_drawn = Đã có kế hoạch cho kỳ này
    .detail = Mỗi kỳ chỉ rút thăm kế hoạch một lần. Hãy thay đổi hoặc hủy từng chuyến thăm.
problem-visit_plan_open = Kế hoạch trước chưa được chấp nhận
    .detail = Hãy chấp nhận trước; sau đó mới lập kế hoạch cho kỳ sau.
problem-visit_plan_accepted = Kế hoạch này đã được chấp nhận
    .detail = Các chuyến thăm đã được lập. Hãy thay đổi hoặc hủy từng chuyến thăm.
fault-not_its_inspector = do thanh tra viên đang giữ báo cáo nêu
fault-not_a_planning_period = phải là ngày đầu của kỳ kế hoạch này hoặc kỳ sau

# Máy tính bảng của thanh tra viên.

problem-invalid_dpop_proof = Khóa của máy tính bảng này chưa được chứng minh
    .detail = Hãy gửi bằng chứng `DPoP` mới cho chính yêu cầu này, ký bằng khóa mà máy đã dùng để đăng nhập (RFC 9449). Nếu đồng hồ của máy sai, hãy lấy giờ từ header `Date` của câu trả lời này.
problem-device_revoked = Máy tính bảng này không còn được tin cậy
    .detail = Hãy xóa mọi thứ mà ứng dụng này lưu giữ, kể cả khóa của nó, rồi báo cho người đang cầm máy rằng nó đã bị thu hồi. Mọi yêu cầu bằng khóa này sẽ không được trả lời khác đi nữa.
problem-device_key_missing = Phiên này không gắn với khóa nào
    .detail = Hãy đăng nhập trên máy tính bảng với bằng chứng `DPoP`, rồi đăng ký máy.
problem-device_key_taken = Đã có máy tính bảng đăng ký với khóa này
    .detail = Hãy tạo khóa mới cho mỗi thanh tra viên và mỗi máy, đăng nhập bằng khóa đó, rồi đăng ký.
problem-device_needed = Việc này cần máy tính bảng đã đăng ký
    .detail = Hãy đăng nhập trên máy với bằng chứng `DPoP` và đăng ký tại `/v1/staff/devices`. Ở bàn làm việc, hãy dùng các địa chỉ của chuyến thanh tra.
fault-unknown_visit = không phải chuyến thanh tra của bạn; máy tính bảng chỉ ghi vào các chuyến của thanh tra viên dùng nó
fault-unknown_record = không phải bản ghi mà dịch vụ có; hãy gửi việc tạo ra nó trước
fault-not_of_this_visit = không phải mục thuộc loại đó trong chuyến thanh tra này
fault-no_visit_there = không phải chuyến thanh tra đến cùng cơ sở
fault-evidence_needed = cần bằng chứng cho câu trả lời của { $item } ({ $answer }), hoặc lý do vì sao không có
fault-unknown_campaign = không phải là chiến dịch của cơ quan thanh tra của bạn
fault-only_by_planners = do người lập kế hoạch thanh tra đặt tại văn phòng
fault-cannot_change = không thể thay đổi
fault-predecessor_missing = dựa trên một thay đổi đã không đến trong năm ngày
fault-predecessor_rejected = dựa trên một thay đổi đã bị từ chối

# Thanh tra.

problem-too_many_checklists = Cơ quan thanh tra này đã có số bảng kiểm tối đa
    .detail = Các phiên bản cũ được giữ mãi, nên có giới hạn số bảng được công bố. Hãy hỏi người vận hành dịch vụ này.
problem-not_of_the_team = Chỉ đoàn của cuộc thanh tra này mới làm được việc đó
    .detail = Người khác trong cơ quan có thể đọc. Ai cần viết thì được thêm vào đoàn trước.
problem-too_many_interviews = Cuộc thanh tra này đã có số phỏng vấn tối đa
    .detail = Những gì còn lại thuộc về cuộc thanh tra khác.
problem-visit_not_ended = Cuộc thanh tra chưa kết thúc
    .detail = Biên bản được ký khi cuộc thanh tra đã thực hiện, hoặc không thể thực hiện.
problem-year_not_over = Năm đó chưa kết thúc
    .detail = Báo cáo hằng năm được công bố khi năm đó đã kết thúc tại nước của cơ quan thanh tra.
problem-report_changed = Đây không phải nội dung biên bản hiện tại
    .detail = Hãy đọc lại biên bản và ký nội dung đó. Những gì đã ký thì không ký lần nữa.
fault-never_changes = không bao giờ thay đổi
fault-not_a_next_step = không phải bước có thể tiếp theo trạng thái hiện tại
fault-unknown_checklist = không phải mã băm của bảng kiểm nào được biết ở đây
fault-not_for_this_visit = là bảng kiểm cho nước khác hoặc thời gian khác
fault-unknown_item = không phải mục của bảng kiểm này
fault-does_not_fit_type = chỉ dành cho mục thuộc loại choice
fault-one_of_the_two = cần một trong hai thành phần, và chỉ một
fault-set_by_the_service = do dịch vụ đặt và không gửi được
fault-no_working_calendar = không đếm được: ở đây không biết ngày làm việc của nước này; hãy nêu ngày cuối
fault-beyond_known_holidays = vượt quá { $until }, là năm cuối biết ngày lễ ở đây; hãy nêu ngày cuối
fault-code_of_the_service = là mã của bảng kiểm có sẵn trong dịch vụ; hãy chọn mã khác
fault-unknown_script = không phải mã băm của kịch bản nào đã công bố
fault-needs_english = phải có văn bản tiếng Anh (en)

# Versions of articles.

problem-article_exists = Đã có bài viết với tên này
    .detail = Hãy bắt đầu một phiên bản mới của bài đó, hoặc chọn tên khác.
problem-article_draft_open = Đang có người soạn bài viết này
    .detail = Mỗi lần chỉ soạn một phiên bản. Hãy làm tiếp phiên bản đó, hoặc bỏ nó trước.
problem-article_version_stands = Phiên bản này không ở bước để làm việc này
    .detail = Bản nháp thì được sửa và nộp, bản đang chờ thì được công bố hoặc từ chối, bản đã công bố thì được rút lại. Hãy đọc lại nó.
problem-article_moved_on = Một phiên bản khác đã được công bố từ khi phiên bản này được bắt đầu
    .detail = Hãy xem có gì khác, lấy những gì cần, và ghi phiên bản bạn đã xem vào `based_on`.
problem-own_article_version = Người khác quyết định về điều bạn đã viết
    .detail = Ai đã bắt đầu, sửa hoặc nộp một phiên bản thì không công bố hay từ chối nó. Hãy nhờ một đồng nghiệp có vai trò duyệt.
problem-not_an_article_recording = Đây không phải bản ghi âm có thể nhận
    .detail = Hãy gửi Ogg hoặc WebM với Opus, MP4, M4A hoặc AAC, 3GP hoặc AMR, MP3 hoặc WAV.
problem-damaged_article_recording = Bản ghi âm này bị hỏng
    .detail = Nó bị cắt cụt hoặc không đúng với phần đầu của nó. Hãy gửi lại.
problem-article_recording_too_long = Bản ghi âm này quá dài
    .detail = Nó được dài tối đa { $limit } giây. Người lao động phải trả tiền cho từng giây.
problem-range_not_satisfiable = Tệp không có phần đó
    .detail = `Content-Range` cho biết tệp có bao nhiêu byte. Hãy yêu cầu lại không có `Range`.
fault-unknown_jurisdiction = không phải là một nước, một phần của nước, hay `international`
fault-only_english_is_source = là `source` trong tiếng Anh và chỉ ở đó
fault-review_incomplete = đi cùng với `reviewed_by`, và chỉ khi có nó
fault-review_does_not_fit = phải là `machine_reviewed` đúng khi có người đã duyệt bản máy dịch
fault-markdown_not_allowed = có thứ khác ngoài tiêu đề từ cấp hai, đoạn văn, danh sách, chữ nhấn mạnh và liên kết https

# Entitlements and checks.
check-says-breach = Điều này không đúng theo luật, theo những gì chúng tôi biết. Hãy xem từng quy định và hỏi ai đó trước khi hành động.
check-says-kept = Theo những gì có thể nói, điều này đúng theo luật.
check-says-unknown = Chưa thể nói chắc. Hãy xem cần biết thêm điều gì và hỏi ai đó.
check-says-nothing-known = Chúng tôi không biết quy định nào về việc này. Điều đó không có nghĩa là được phép: hãy hỏi ai đó.
check-caution = Đây là thông tin, không phải quyết định, và chưa có luật sư kiểm tra. Câu hỏi của bạn không được lưu.
fault-unknown_contract_member = không phải là mục của hợp đồng ở đây
fault-wrong_contract_value = không đúng dạng của mục hợp đồng này

# The service directory.
fault-below_minimum_age = không được nhỏ hơn minimum_age
fault-unknown_place = không phải địa điểm của dịch vụ này; bỏ trống nếu là địa điểm mới

# Bundles.
problem-unknown_corridor = Chưa có thông tin cho tuyến này
    .detail = Ở đây chưa có gì về một trong hai nước. `/v1/bundles` liệt kê những gì có sẵn.
