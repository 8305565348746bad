package org.mmt4j.cuda;

import static org.bytedeco.cuda.global.nvrtc.nvrtcCompileProgram;
import static org.bytedeco.cuda.global.nvrtc.nvrtcCreateProgram;
import static org.bytedeco.cuda.global.nvrtc.nvrtcDestroyProgram;
import static org.bytedeco.cuda.global.nvrtc.nvrtcGetCUBIN;
import static org.bytedeco.cuda.global.nvrtc.nvrtcGetCUBINSize;
import static org.bytedeco.cuda.global.nvrtc.nvrtcGetProgramLog;
import static org.bytedeco.cuda.global.nvrtc.nvrtcGetProgramLogSize;
import static org.bytedeco.cuda.global.nvrtc.nvrtcVersion;

import com.google.common.hash.Hashing;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.bytedeco.cuda.nvrtc._nvrtcProgram;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;
import org.bytedeco.javacpp.SizeTPointer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compiles CUDA C to the machine code of one architecture, by NVRTC: PTX of a newer version than
 * the driver's is refused by it. Keeps the machine code in a folder, by the hash of the source.
 */
final class Compiler {

  private static final String LIBRARY = "NVRTC";
  private static final Logger LOG = LoggerFactory.getLogger(Compiler.class);

  private final Path folder;
  private final String architecture;
  private final String version;

  /**
   * Creates a compiler.
   *
   * @param folder keeps machine code; created if it does not exist
   * @param capability the compute capability of the GPU, such as 90
   */
  Compiler(Path folder, int capability) {
    this.folder = folder;
    this.architecture = "sm_" + capability;
    int[] major = new int[1];
    int[] minor = new int[1];
    check(nvrtcVersion(major, minor), "version");
    this.version = major[0] + "." + minor[0];
  }

  private static void check(int status, String action) {
    CudaException.check(status, LIBRARY, action);
  }

  /** Returns the machine code of a source. */
  byte[] compile(String source) {
    String hash = Hashing.sha256().hashString(source, StandardCharsets.UTF_8).toString();
    Path kept = folder.resolve("%s-%s-%s.cubin".formatted(hash, architecture, version));
    try {
      if (Files.exists(kept)) {
        return Files.readAllBytes(kept);
      }
    } catch (IOException e) {
      LOG.warn("machine code of kernels: cannot read {}, compiling again", kept, e);
    }
    byte[] code = compiled(source);
    keep(code, kept);
    return code;
  }

  private void keep(byte[] code, Path kept) {
    try {
      Files.createDirectories(folder);
      Path written = Files.createTempFile(folder, "kernel", ".part");
      Files.write(written, code);
      Files.move(written, kept, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      LOG.warn(
          "machine code of kernels: cannot keep it in {}, the next run compiles again", folder, e);
    }
  }

  private byte[] compiled(String source) {
    _nvrtcProgram program = new _nvrtcProgram();
    try (BytePointer text = new BytePointer(source);
        BytePointer name = new BytePointer("kernel.cu");
        PointerPointer<BytePointer> options =
            new PointerPointer<>("--gpu-architecture=" + architecture, "-default-device")) {
      check(
          nvrtcCreateProgram(
              program,
              text,
              name,
              0,
              (PointerPointer<Pointer>) null,
              (PointerPointer<Pointer>) null),
          "program");
      int status = nvrtcCompileProgram(program, (int) options.capacity(), options);
      if (status != 0) {
        throw new CudaException(
            "kernel for %s: expected that it compiles, found %s; source:%n%s"
                .formatted(architecture, log(program), source));
      }
      SizeTPointer size = new SizeTPointer(1);
      check(nvrtcGetCUBINSize(program, size), "size of machine code");
      byte[] code = new byte[Math.toIntExact(size.get())];
      check(nvrtcGetCUBIN(program, code), "machine code");
      return code;
    } finally {
      nvrtcDestroyProgram(program);
    }
  }

  private static String log(_nvrtcProgram program) {
    SizeTPointer size = new SizeTPointer(1);
    check(nvrtcGetProgramLogSize(program, size), "size of messages");
    byte[] text = new byte[Math.toIntExact(size.get())];
    check(nvrtcGetProgramLog(program, text), "messages");
    return new String(text, StandardCharsets.UTF_8).strip();
  }
}
