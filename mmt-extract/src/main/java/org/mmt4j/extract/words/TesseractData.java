package org.mmt4j.extract.words;

import com.google.common.collect.ImmutableList;
import com.google.common.io.ByteStreams;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What Tesseract knows of English: {@code eng.traineddata} in the folder of models, else that of
 * tess4j's jar on the class path, else that of Debian's package tesseract-ocr-eng.
 */
final class TesseractData {

  private static final String FILE = "eng.traineddata";
  private static final String RESOURCE = "/tessdata/" + FILE;
  private static final ImmutableList<Path> DEBIAN =
      ImmutableList.of(
          Path.of("/usr/share/tesseract-ocr/5/tessdata", FILE),
          Path.of("/usr/share/tesseract-ocr/4.00/tessdata", FILE));

  private TesseractData() {}

  /** Why there is none; empty if there is. */
  static Optional<String> absence(Optional<Path> models) {
    return given(models).isPresent() || packaged() || debian().isPresent()
        ? Optional.empty()
        : Optional.of(
            "Tesseract: found no "
                + FILE
                + ", expected it in the folder of models, net.sourceforge.tess4j:tess4j on the"
                + " class path, or Debian's tesseract-ocr-eng");
  }

  static byte[] read(Optional<Path> models) throws IOException {
    Optional<Path> given = given(models);
    if (given.isPresent()) {
      return Files.readAllBytes(given.get());
    }
    try (InputStream resource = TesseractData.class.getResourceAsStream(RESOURCE)) {
      if (resource != null) {
        return ByteStreams.toByteArray(resource);
      }
    }
    return Files.readAllBytes(
        debian().orElseThrow(() -> new IOException(absence(models).orElse(FILE))));
  }

  private static Optional<Path> given(Optional<Path> models) {
    return models.map(folder -> folder.resolve(FILE)).filter(Files::isRegularFile);
  }

  private static boolean packaged() {
    return TesseractData.class.getResource(RESOURCE) != null;
  }

  private static Optional<Path> debian() {
    return DEBIAN.stream().filter(Files::isRegularFile).findFirst();
  }
}
