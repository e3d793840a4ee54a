// The least that an ImGui kiosk could be: a GLFW window, ImGui's own font and backends, one button. What the kiosk's
// start, memory and frame are held against. With --record FILE a press of the button is committed to an SQLite database
// (WAL, synchronous=FULL) before the next screen is drawn.
//
//   bare_window [--window WxH] [--record FILE] [--print-frame]
//
// The button fills most of the window; it is blue, and green where the present screen is "recorded".

#include <GLFW/glfw3.h>
#include <backends/imgui_impl_glfw.h>
#include <backends/imgui_impl_opengl3.h>
#include <imgui.h>
#include <sqlite3.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>

namespace {

constexpr int kSettlingFrames = 3;  // ImGui needs a pass for the position, one for the press, one for the release

bool execute(sqlite3* database, const char* sql) {
    return sqlite3_exec(database, sql, nullptr, nullptr, nullptr) == SQLITE_OK;
}

sqlite3* open_log(const char* path) {
    sqlite3* database = nullptr;
    if (sqlite3_open(path, &database) != SQLITE_OK ||
        !execute(database, "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
                           "CREATE TABLE IF NOT EXISTS tap (seq INTEGER PRIMARY KEY, line TEXT NOT NULL)")) {
        std::fprintf(stderr, "bare_window: cannot write %s\n", path);
        std::exit(1);
    }
    return database;
}

}  // namespace

int main(int argc, char** argv) {
    int width = 1280, height = 800;
    const char* record = nullptr;
    bool print_frame = false;
    for (int i = 1; i < argc; ++i) {
        if (std::strcmp(argv[i], "--window") == 0 && i + 1 < argc) {
            if (std::sscanf(argv[++i], "%dx%d", &width, &height) != 2) return 2;
        } else if (std::strcmp(argv[i], "--record") == 0 && i + 1 < argc) {
            record = argv[++i];
        } else if (std::strcmp(argv[i], "--print-frame") == 0) {
            print_frame = true;
        } else {
            std::fprintf(stderr, "usage: bare_window [--window WxH] [--record FILE] [--print-frame]\n");
            return 2;
        }
    }

#if GLFW_VERSION_MAJOR > 3 || GLFW_VERSION_MINOR > 3
    glfwInitHint(GLFW_PLATFORM, GLFW_PLATFORM_X11);
#endif
    if (glfwInit() == 0) return 1;
    glfwWindowHint(GLFW_CONTEXT_VERSION_MAJOR, 3);
    glfwWindowHint(GLFW_CONTEXT_VERSION_MINOR, 0);
    glfwWindowHint(GLFW_DECORATED, GLFW_FALSE);
    GLFWwindow* window = glfwCreateWindow(width, height, "bare window", nullptr, nullptr);
    if (window == nullptr) return 1;
    glfwSetWindowPos(window, 0, 0);
    glfwMakeContextCurrent(window);
    glfwSwapInterval(1);
    ImGui::CreateContext();
    ImGui::GetIO().IniFilename = nullptr;
    ImGui_ImplGlfw_InitForOpenGL(window, true);
    ImGui_ImplOpenGL3_Init("#version 130");
    sqlite3* log = record != nullptr ? open_log(record) : nullptr;

    bool recorded = false;
    int frames = kSettlingFrames;
    while (glfwWindowShouldClose(window) == 0) {
        if (frames > 0) {
            glfwPollEvents();
            --frames;
        } else {
            glfwWaitEvents();
            frames = kSettlingFrames;
        }
        const auto before = std::chrono::steady_clock::now();
        ImGui_ImplOpenGL3_NewFrame();
        ImGui_ImplGlfw_NewFrame();
        ImGui::NewFrame();
        ImGui::SetNextWindowPos({0, 0});
        ImGui::SetNextWindowSize(ImGui::GetIO().DisplaySize);
        ImGui::Begin("screen", nullptr, ImGuiWindowFlags_NoDecoration);
        const ImVec4 colour = recorded ? ImVec4(0.086F, 0.522F, 0.357F, 1) : ImVec4(0.231F, 0.357F, 0.859F, 1);
        for (const auto slot : {ImGuiCol_Button, ImGuiCol_ButtonHovered, ImGuiCol_ButtonActive}) {
            ImGui::PushStyleColor(slot, colour);
        }
        if (ImGui::Button(recorded ? "Recorded###press" : "Press###press", ImGui::GetContentRegionAvail())) {
            if (log != nullptr && !recorded &&
                !execute(log, "INSERT INTO tap (line) VALUES ('" "{\"kiosk\":\"a1b2c3d4\",\"at\":\"2026-09-01T08:00:00.000Z\","
                              "\"kind\":\"check_in\",\"v\":1,\"body\":{\"person\":\"0123456789abcdef\"}}')")) {
                return 1;
            }
            recorded = !recorded;
        }
        ImGui::PopStyleColor(3);
        ImGui::End();
        ImGui::Render();
        glViewport(0, 0, width, height);
        glClearColor(0.96F, 0.95F, 0.92F, 1);
        glClear(GL_COLOR_BUFFER_BIT);
        ImGui_ImplOpenGL3_RenderDrawData(ImGui::GetDrawData());
        glfwSwapBuffers(window);
        if (print_frame) {
            glFinish();
            const std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - before;
            std::printf("%.3f\n", took.count());
            std::fflush(stdout);
        }
    }
    sqlite3_close(log);
    ImGui_ImplOpenGL3_Shutdown();
    ImGui_ImplGlfw_Shutdown();
    ImGui::DestroyContext();
    glfwTerminate();
}
