// A stand-in for libnvrtc.so.13: compiles CUDA C with g++, to a shared object that the stand-in for the driver loads.
// STANDIN_HOME is the folder of standin.h and of the libraries; its folder "sources" receives what was compiled.
// Machine code is kept under the version 0.0, which no real NVRTC has.
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <iterator>
#include <regex>
#include <sstream>
#include <string>
#include <unistd.h>

struct Program { std::string source, code, log; };

static std::string read(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

extern "C" {
int nvrtcVersion(int* major, int* minor) { *major = 0; *minor = 0; return 0; }

int nvrtcCreateProgram(Program** program, const char* source, const char*, int, const char**, const char**) {
  *program = new Program{source, "", ""};
  return 0;
}

int nvrtcDestroyProgram(Program** program) {
  delete *program;
  *program = nullptr;
  return 0;
}

int nvrtcCompileProgram(Program* program, int, const char**) {
  const int COMPILATION = 6;
  char folder[] = "/tmp/standin-kernel-XXXXXX";
  if (!mkdtemp(folder)) return COMPILATION;
  std::string home = getenv("STANDIN_HOME"), base = std::string(folder) + "/kernel";
  std::ofstream out(base + ".cpp");
  out << "#include \"standin.h\"\n" << program->source;
  std::regex kernel("__global__ void (?:__launch_bounds__\\(\\d+\\) )?(\\w+)");
  for (std::sregex_iterator i(program->source.begin(), program->source.end(), kernel), end; i != end; ++i)
    out << "STANDIN_ENTRY(" << (*i)[1] << ")\n";
  out.close();
  std::string command = "g++ -std=c++17 -O1 -w -fPIC -shared -ffp-contract=off -I" + home + " -o " + base + ".so " + base
      + ".cpp -L" + home + " -l:libcuda.so.1 2> " + base + ".log";
  int status = system(command.c_str());
  program->log = read(base + ".log");
  program->code = read(base + ".so");
  std::ofstream(home + "/sources/" + (strrchr(folder, '-') + 1) + ".cu") << program->source;
  for (const char* end : {".cpp", ".so", ".log"}) unlink((base + end).c_str());
  rmdir(folder);
  return status ? COMPILATION : 0;
}

int nvrtcGetProgramLogSize(Program* program, size_t* n) { *n = program->log.size() + 1; return 0; }
int nvrtcGetProgramLog(Program* program, char* out) { program->log.copy(out, program->log.size()); return 0; }
int nvrtcGetCUBINSize(Program* program, size_t* n) { *n = program->code.size(); return 0; }
int nvrtcGetCUBIN(Program* program, char* out) { program->code.copy(out, program->code.size()); return 0; }
}
