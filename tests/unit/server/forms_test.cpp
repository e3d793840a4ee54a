#include "app/web_page/forms.h"

#include "tests/support/catch.h"

using namespace web_page;

TEST_CASE("Fields are read as browsers write them, and nothing else is") {
    const auto form = read_fields("a=1&b=%D0%B0+%2B&c=&d&a=2");
    REQUIRE(form);
    CHECK(form->value("a") == "1");
    CHECK(form->value("b") == "а +");
    CHECK(form->has("c"));
    CHECK(form->has("d"));
    CHECK_FALSE(form->has("e"));
    CHECK(read_fields(""));
    for (const char* bad : {"a=%", "a=%4", "a=%zz", "a=%ff", "%00=1", "a=%00", "a=%ed%a0%80"}) {
        CAPTURE(bad);
        CHECK_FALSE(read_fields(bad));
    }
    std::string many;
    for (std::size_t i = 0; i < kMostFields; ++i) many += "a=1&";
    CHECK(read_fields(many));
    CHECK_FALSE(read_fields(many + "a=1"));
}

TEST_CASE("Files come out of a form byte for byte, whatever they hold, and keep of their name what is to be shown") {
    const std::string type = "multipart/form-data; boundary=\"x y\"",
                      begin = "--x y\r\nContent-Disposition: form-data; ";
    const std::string bytes{"\0\r\n--x\r\n--x z\xff\r\n", 17};
    const auto form =
        read_multipart(type, begin + "name=\"token\"\r\n\r\nабв\r\n" + begin +
                                 "name=\"files\"; filename=\"C:\\dir\\люди \\\"1\\\".xlsx\"\r\nContent-Type: "
                                 "application/x\r\n\r\n" +
                                 bytes + "\r\n" + begin + "name=\"files\"; filename=\"\"\r\n\r\n\r\n--x y--\r\n");
    REQUIRE(form);
    CHECK(form->value("token") == "абв");
    REQUIRE(form->files().size() == 1);
    CHECK(form->files()[0].content == bytes);
    CHECK(form->files()[0].name.find('\\') == std::string::npos);
    for (const std::string& bad :
         {std::string{}, std::string{"--x y"}, std::string{"--x y\r\n"}, begin, begin + "name=\"a\"\r\n\r\n1",
          begin + "name=\"a\"\r\n\r\n1\r\n--x", begin + "nothing\r\n\r\n1\r\n--x y--",
          begin + "name=\"a\"\r\n\r\n\xff\r\n--x y--", std::string{"--x y\r\n\r\n1\r\n--x y--"}}) {
        CAPTURE(bad);
        CHECK_FALSE(read_multipart(type, bad));
    }
    CHECK_FALSE(read_multipart("multipart/form-data", "--\r\n"));
    CHECK_FALSE(read_multipart("multipart/form-data; boundary=" + std::string(71, 'x'), "--"));
}

TEST_CASE("Of cookies the one of the name is found, and no other that ends or begins like it") {
    api::HttpRequest request;
    request.headers = {{"Cookie", "xsession=1; session=2;session=3; sessionx=4"}, {"cookie", "other=5"}};
    CHECK(cookie(request, "session") == "3");
    CHECK(cookie(request, "other") == "5");
    CHECK_FALSE(cookie(request, "sess"));
}
