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

/** The native library is loaded once per JVM, so each test starts its own JVM. */
class TokenizerNetworkTest {

  @Test
  void loadingAndUsingTheTokenizerOpensNoConnection(@TempDir Path cache) throws Exception {
    assertEquals("pieces [[CLS], a, dog, [SEP]] connections []", run(Tokenizing.class, cache));
    try (Stream<Path> files = Files.walk(cache)) {
      String library = System.mapLibraryName("tokenizers");
      assertTrue(
          files.anyMatch(file -> file.endsWith(library)), "library is not unpacked to the cache");
    }
  }

  @Test
  void recordsAConnection(@TempDir Path cache) throws Exception {
    assertEquals("connections [http://169.254.169.254/latest/]", run(Connecting.class, cache));
  }

  /** A program that uses the tokenizer. */
  static final class Tokenizing {
    public static void main(String[] args) throws IOException {
      List<String> connections = recordConnections();
      WordPieceVocabulary vocabulary = Pretrained.MINI_LM.vocabulary();
      try (WordPieceTokenizer tokenizer = new WordPieceTokenizer(vocabulary)) {
        List<String> pieces = tokenizer.encode("a dog", 10).tokens();
        System.out.print("pieces " + pieces + " connections " + connections);
      }
    }
  }

  /** A program that opens a connection. */
  static final class Connecting {
    public static void main(String[] args) {
      List<String> connections = recordConnections();
      try {
        new URL("http://169.254.169.254/latest/").openStream().close();
      } catch (IOException expected) {
        System.out.print("connections " + connections);
      }
    }
  }

  /** Blocks all HTTP connections of this JVM and returns a list that records their URLs. */
  private static List<String> recordConnections() {
    List<String> connections = new ArrayList<>();
    URL.setURLStreamHandlerFactory(
        protocol -> protocol.startsWith("http") ? new RecordingHandler(connections) : null);
    return connections;
  }

  private static final class RecordingHandler extends URLStreamHandler {
    private final List<String> connections;

    RecordingHandler(List<String> connections) {
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
