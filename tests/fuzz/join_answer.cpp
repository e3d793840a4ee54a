// What a server answers to who wants to join, or says instead.
#include "tests/fuzz/joining.h"
#include "tests/fuzz/target.h"

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view body = base::as_text({data, size});
    const joining::Key key = fuzz::join_key();
    const joining::Request request = fuzz::join_request();
    if (const auto answer = joining::read_answer(body, request, key, fuzz::fingerprint())) {
        const std::string again = joining::write_answer(*answer, request, key, fuzz::fingerprint());
        const auto read = joining::read_answer(again, request, key, fuzz::fingerprint());
        VS_CHECK(read && *read == *answer);
        VS_CHECK(!joining::read_answer(body, request, key, std::string(64, '0')));
    }
    for (const int status : {400, 403, 409, 410, 429, 503}) {
        const auto refusal = joining::read_refusal(status, body);
        VS_CHECK(!refusal || joining::status_of(*refusal) == status);
    }
    return 0;
}
