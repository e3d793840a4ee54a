// What a kiosk asks of other kiosks' records, and what it is answered.
#include "app/news/messages.h"
#include "tests/fuzz/target.h"

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view body = base::as_text({data, size});
    if (const auto asked = news::read_asked(body)) {
        const auto again = news::read_asked(news::write(*asked));
        VS_CHECK(again && *again == *asked);
    }
    if (const auto answered = news::read_answered(body)) {
        const auto again = news::read_answered(news::write(*answered));
        VS_CHECK(again && *again == *answered);
    }
    return 0;
}
