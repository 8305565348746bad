package org.mmt4j.extract.words;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Opens Vosk models in a separate process, and drops the log of Vosk. */
final class VoskProcess {

  private static final String PREFIX = "@ ";

  private VoskProcess() {}

  /** Returns the result for each folder: {@code opened} or the error message. */
  static List<String> open(List<Path> folders) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(VoskProcess.class.getName());
    folders.forEach(folder -> command.add(folder.toString()));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    List<String> results;
    try (var output = process.inputReader(UTF_8)) {
      results =
          output
              .lines()
              .filter(line -> line.startsWith(PREFIX))
              .map(line -> line.substring(PREFIX.length()))
              .toList();
    }
    process.waitFor();
    return results;
  }

  /** Opens the folders given as arguments. */
  public static void main(String[] folders) {
    for (String folder : folders) {
      String result = "opened";
      try {
        Vosk.open(Path.of(folder)).close();
      } catch (IOException e) {
        result = e.getMessage();
      }
      System.out.println(PREFIX + result);
    }
  }
}
