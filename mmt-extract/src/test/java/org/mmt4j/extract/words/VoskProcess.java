package org.mmt4j.extract.words;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Opens models of Vosk in a process of its own, without what Vosk says about them. */
final class VoskProcess {

  private static final String MARK = "@ ";

  private VoskProcess() {}

  /** What came of each folder, {@code opened} or the message. */
  static List<String> open(List<Path> folders) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(VoskProcess.class.getName());
    folders.forEach(folder -> command.add(folder.toString()));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    List<String> said;
    try (var output = process.inputReader(UTF_8)) {
      said =
          output
              .lines()
              .filter(line -> line.startsWith(MARK))
              .map(line -> line.substring(MARK.length()))
              .toList();
    }
    process.waitFor();
    return said;
  }

  /** Opens the folders that are its arguments. */
  public static void main(String[] folders) {
    for (String folder : folders) {
      String came = "opened";
      try {
        Vosk.open(Path.of(folder)).close();
      } catch (IOException e) {
        came = e.getMessage();
      }
      System.out.println(MARK + came);
    }
  }
}
