// What a browser sends: a line of headers' values (Content-Type, Cookie), then a body. What is read is text, files have
// names to be shown, and a form that is too large is none.
#include "app/web_page/forms.h"

#include <algorithm>

#include "platform/base/utf8.h"
#include "tests/fuzz/target.h"

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace web_page;
    const std::string_view input = base::as_text({data, size});
    const std::string_view line = input.substr(0, input.find('\n'));
    api::HttpRequest request;
    request.headers = {{"Content-Type", std::string{line}}, {"Cookie", std::string{line}}};
    request.body = input.substr(std::min(input.size(), line.size() + 1));
    if (const auto token = cookie(request, "token")) VS_CHECK(line.find("token=" + *token) != std::string_view::npos);
    const auto is_text = [](std::string_view text) {
        return base::is_utf8(text) && text.find('\0') == std::string_view::npos;
    };
    for (const auto& form : {read_form(request), read_fields(request.body), read_multipart(line, request.body)}) {
        if (!form) continue;
        for (const char* name : {"token", "login", "password", "a"}) VS_CHECK(is_text(form->value(name)));
        VS_CHECK(form->files().size() <= kMostFiles);
        for (const SentFile& file : form->files()) {
            VS_CHECK(is_text(file.name) && !file.name.empty() && file.name.size() <= kFileNameBytes);
            VS_CHECK(std::none_of(file.name.begin(), file.name.end(),
                                  [](char c) { return c == '/' || c == '\\' || c == '\x7F' || (c >= 0 && c < ' '); }));
            VS_CHECK(file.content.size() <= size);
        }
    }
    return 0;
}
