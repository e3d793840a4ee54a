// The event line: whatever is read is written again byte for byte, so nothing in a line is dropped or guessed.
#include "app/eventlog/line.h"

#include "app/eventlog/checkpoint.h"
#include "tests/fuzz/target.h"

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text = base::as_text({data, size});
    const auto event = eventlog::from_line(text);
    if (event && !std::holds_alternative<domain::UnknownEvent>(event->body)) {
        const auto again = eventlog::to_line(*event);
        VS_CHECK(again && *again == text);
    }
    VS_CHECK(!eventlog::read_checkpoint(text, {}));
    return 0;
}
