package org.mmt4j.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.apache.maven.shared.invoker.DefaultInvocationRequest;
import org.apache.maven.shared.invoker.DefaultInvoker;
import org.apache.maven.shared.invoker.InvocationRequest;
import org.apache.maven.shared.invoker.MavenInvocationException;

/** Builds other projects with the Maven that runs this test. */
final class Maven {

  private Maven() {}

  /** Returns the local repository of this build. */
  static Path repository() {
    return Path.of(System.getProperty("build.repository"));
  }

  /**
   * Runs Maven goals; a failure reports Maven's output.
   *
   * @param folder folder of the project
   * @param repository local repository, which downloads missing artifacts from the repository of
   *     this build
   * @param arguments goals and options
   */
  static void run(Path folder, Path repository, List<String> arguments)
      throws MavenInvocationException {
    InvocationRequest request = new DefaultInvocationRequest();
    request.setBaseDirectory(folder.toFile());
    request.addArgs(arguments);
    request.setBatchMode(true);
    request.setNoTransferProgress(true);
    request.setLocalRepositoryDirectory(repository.toAbsolutePath().toFile());
    request.setUserSettingsFile(
        Path.of("target", "test-classes", "consumer-settings.xml").toAbsolutePath().toFile());
    Properties properties = new Properties();
    properties.setProperty("build.repository", repository().toString());
    request.setProperties(properties);
    List<String> output = new ArrayList<>();
    request.setOutputHandler(output::add);
    DefaultInvoker invoker = new DefaultInvoker();
    invoker.setMavenHome(new File(System.getProperty("maven.home")));
    assertEquals(0, invoker.execute(request).getExitCode(), () -> String.join("\n", output));
  }
}
