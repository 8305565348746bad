package org.mmt4j.text;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.Proxy;
import java.net.URL;
import java.net.URLConnection;
import java.net.URLStreamHandler;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The native library is loaded once a JVM, so each test watches a JVM of its own. */
class NetworkSilenceTest {

  @Test
  void loadingAndUsingTheTokenizerOpensNoConnection(@TempDir Path cache) throws Exception {
    assertEquals("pieces [[CLS], a, dog, [SEP]] connections []", run(Tokenizing.class, cache));
    try (Stream<Path> files = Files.walk(cache)) {
      String library = System.mapLibraryName("tokenizers");
      assertTrue(files.anyMatch(file -> file.endsWith(library)), "not unpacked to the cache");
    }
  }

  @Test
  void theWatchSeesAConnection(@TempDir Path cache) throws Exception {
    assertEquals("connections [http://169.254.169.254/latest/]", run(Reporting.class, cache));
  }

  /** What a user's program does. */
  static final class Tokenizing {
    public static void main(String[] args) throws IOException {
      List<String> connections = watch();
      WordPieceVocabulary vocabulary = Pretrained.MINI_LM.vocabulary();
      try (WordPieceTokenizer tokenizer = new WordPieceTokenizer(vocabulary)) {
        List<String> pieces = tokenizer.encode("a dog", 10).tokens();
        System.out.print("pieces " + pieces + " connections " + connections);
      }
    }
  }

  /** What a library does that reports to its makers. */
  static final class Reporting {
    public static void main(String[] args) {
      List<String> connections = watch();
      try {
        new URL("http://169.254.169.254/latest/").openStream().close();
      } catch (IOException refused) {
        System.out.print("connections " + connections);
      }
    }
  }

  /** From now on no URL but of files and jars opens; the addresses tried are in the list. */
  private static List<String> watch() {
    List<String> connections = new ArrayList<>();
    URL.setURLStreamHandlerFactory(
        protocol -> protocol.startsWith("http") ? new Refusing(connections) : null);
    return connections;
  }

  private static final class Refusing extends URLStreamHandler {
    private final List<String> connections;

    Refusing(List<String> connections) {
      this.connections = connections;
    }

    @Override
    protected URLConnection openConnection(URL url) throws IOException {
      connections.add(url.toString());
      throw new IOException("no network in this test");
    }

    @Override
    protected URLConnection openConnection(URL url, Proxy proxy) throws IOException {
      return openConnection(url);
    }
  }

  private static String run(Class<?> program, Path cache) throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Dorg.bytedeco.javacpp.cachedir=" + cache,
            "-cp",
            System.getProperty("java.class.path"),
            program.getName());
    builder.redirectError(ProcessBuilder.Redirect.INHERIT);
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertEquals(0, process.waitFor(), output);
    return output;
  }
}
