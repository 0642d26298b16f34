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
    .detail = Chưa có gì được lưu. Vui lòng thử lại sau giây lát với cùng Idempotency-Key.
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
fault-blank = không được để trống
fault-not_in_country = phải nằm trong nước đã nêu
fault-proof_expired = đã hết hạn; hãy giải thử thách mới
fault-proof_elsewhere = được làm cho một yêu cầu hoặc mạng khác; hãy giải thử thách mới
fault-proof_insufficient = không có đủ số bit 0 mà thử thách yêu cầu

# Agencies and reviews.

agency-note-listed = Danh sách này chỉ ghi các công ty có giấy phép và không nêu tình trạng của từng công ty.
agency-note-copy = Đây là bản sao của danh sách “{ $register }” ngày { $date }. Giấy phép có thể đã hết hiệu lực từ đó. Hãy hỏi { $regulator } trước khi trả tiền hoặc ký bất cứ giấy tờ nào.
agency-note-missing = Công ty này không còn trong danh sách ngày { $date }. Hãy hỏi lý do trước khi giao dịch với công ty.
problem-declared_interest = Người viết có lợi ích liên quan đến công ty
    .detail = Đánh giá của người làm việc cho, sở hữu hoặc có họ hàng với công ty hay đối thủ của công ty sẽ không được đăng. Hãy từ chối với lý do conflict_of_interest.
fault-too_many_decimals = chỉ được có nhiều nhất { $limit } chữ số thập phân với loại tiền này
fault-other_currency = phải cùng loại tiền đã trả
fault-more_than_paid = nhiều hơn số đã trả
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
review-next-published = Đánh giá của bạn đã được đăng và được tính. Các đánh giá về một công ty chỉ hiển thị khi có ít nhất { $minimum } đánh giá, để không ai biết đánh giá nào của ai. Bạn có thể sửa, rút lại hoặc xóa bất cứ lúc nào.
review-next-rejected = Đánh giá của bạn không được đăng; lý do được nêu rõ. Bạn có thể sửa để người kiểm duyệt đọc lại, hoặc xóa.
review-next-withdrawn = Bạn đã rút lại đánh giá. Đánh giá không được hiển thị và không được tính. Bạn có thể xóa nó.

# Rights.
article-other_language = Chưa có bản bằng { $wished }. Bạn đang đọc bản bằng { $language }.
article-machine_translation = Bài này do máy dịch và chưa có ai kiểm tra. Trước khi quyết định việc quan trọng, hãy so với bản tiếng Anh hoặc hỏi một tổ chức.
article-not_reviewed = Chưa có luật sư hay chuyên gia lao động nào kiểm tra bài này. Đây là thông tin, không phải tư vấn pháp lý.

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
fault-unknown_organisation = không có tổ chức nào với id này nhận yêu cầu giúp đỡ
fault-unknown_time_zone = không phải là múi giờ
fault-only_with = chỉ được gửi cùng tình trạng { $expected }
fault-not_a_case_worker = không phải là nhân viên phụ trách của tổ chức bạn
assistance-next-danger = Nếu bạn hoặc người khác đang gặp nguy hiểm, hãy đến nơi an toàn có người khác nếu có thể. Tính mạng của bạn là trên hết; yêu cầu này có thể chờ.
assistance-next-call_emergency = Nếu bạn hoặc người khác đang gặp nguy hiểm, hãy gọi ngay một trong các số khẩn cấp. Đừng chờ chúng tôi.
assistance-next-keep_code = Hãy ghi mã biên nhận ra giấy và giữ ở nơi không ai khác tìm thấy. Mã chỉ hiện một lần này, và chỉ mã này mở được yêu cầu của bạn.
assistance-next-organisation_reads = { $organisation } đã nhận yêu cầu của bạn và sẽ đọc trước hoặc trong ngày { $date }.
assistance-next-feedback = Trước hoặc trong ngày { $date }, { $organisation } sẽ cho bạn biết đã làm được gì.
assistance-next-nobody_covers = Chưa có tổ chức nào dùng dịch vụ này hoạt động ở nước này. Yêu cầu của bạn được lưu lại và sẽ đến tổ chức đầu tiên có thể giúp. Đến lúc đó chưa ai đọc: hãy tìm đến một trong các địa chỉ liên hệ ở đây.
assistance-next-come_back = Hãy quay lại với mã biên nhận để xem tiến triển, đọc và viết tin nhắn. Không ai liên lạc với bạn bằng cách mà bạn không cho phép.
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
problem-too_many_photos = Báo cáo này đã đủ số ảnh
    .detail = Mỗi báo cáo nhận { $limit } ảnh. Những gì khác nhìn thấy có thể mô tả trong phần bổ sung.
problem-not_a_picture = Đây không phải là ảnh được nhận ở đây
    .detail = Hãy gửi ảnh JPEG, PNG hoặc WebP. Điều được xét là nội dung tệp, không phải tên tệp.
problem-damaged_picture = Ảnh này bị hỏng
    .detail = Tệp bắt đầu như một ảnh nhưng phần sau thì không. Hãy chụp hoặc lưu lại ảnh rồi gửi.
fault-does_not_fit_kind = không phù hợp với loại báo cáo này
fault-given_twice = nói cùng một điều với mục khác; chỉ gửi một mục
fault-not_an_inspector = không phải là thanh tra viên của tổ chức bạn
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
