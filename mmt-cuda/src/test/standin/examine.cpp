// Compiles the kernels of a file by NVIDIA's NVRTC, for each architecture. Fails if one spills registers, or needs more than 48 KB
// of shared memory. Appends lines to a table: kernel, architecture, registers, bytes of shared memory.
#include <cstdio>
#include <fstream>
#include <iterator>
#include <regex>
#include <sstream>
#include <string>

extern "C" {
int nvrtcCreateProgram(void**, const char*, const char*, int, const char**, const char**);
int nvrtcCompileProgram(void*, int, const char**);
int nvrtcDestroyProgram(void**);
int nvrtcGetProgramLogSize(void*, size_t*);
int nvrtcGetProgramLog(void*, char*);
}

static bool compile(const std::string& source, const std::string& architecture, std::string& messages) {
  void* program;
  if (nvrtcCreateProgram(&program, source.c_str(), "kernel.cu", 0, nullptr, nullptr)) return false;
  std::string target = "--gpu-architecture=sm_" + architecture;
  const char* options[] = {target.c_str(), "-default-device", "--ptxas-options=-v"};
  bool compiled = !nvrtcCompileProgram(program, 3, options);
  size_t size;
  nvrtcGetProgramLogSize(program, &size);
  messages.resize(size);
  nvrtcGetProgramLog(program, messages.data());
  nvrtcDestroyProgram(&program);
  return compiled;
}

int main(int count, char** names) {
  if (count != 3) return 2;
  std::ifstream in(names[1]);
  std::string source{std::istreambuf_iterator<char>(in), {}};
  std::regex kernel(
      "entry function '(\\w+)'[^]*?(\\d+) bytes spill stores, (\\d+) bytes spill loads[^]*?Used (\\d+) registers([^\n]*)");
  std::regex shared("(\\d+) bytes smem");
  std::ostringstream table;
  for (const char* architecture : {"75", "80", "90", "100", "120"}) {
    std::string messages;
    bool usable = compile(source, architecture, messages);
    std::sregex_iterator i(messages.begin(), messages.end(), kernel), end;
    usable &= i != end;
    for (; i != end; ++i) {
      std::smatch bytes;
      std::string rest = (*i)[5];
      int memory = std::regex_search(rest, bytes, shared) ? std::stoi(bytes[1]) : 0;
      usable &= (*i)[2] == "0" && (*i)[3] == "0" && memory <= 48 << 10;
      table << (*i)[1] << ',' << architecture << ',' << (*i)[4] << ',' << memory << '\n';
    }
    if (!usable) {
      fprintf(stderr, "sm_%s: expected that all kernels compile, without spills and with at most 48 KB of shared memory, found\n%s\n",
          architecture, messages.c_str());
      return 1;
    }
  }
  std::ofstream(names[2], std::ios::app) << table.str();
  return 0;
}
