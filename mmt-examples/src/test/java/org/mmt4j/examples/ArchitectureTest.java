package org.mmt4j.examples;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSortedSet;
import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.autodiff.samediff.SameDiff;

/** Checks dependencies between packages: the arrows of {@code docs/architecture.md}. */
class ArchitectureTest {

  private static final String ROOT = "org.mmt4j";

  /**
   * The project's packages that each package may use. Names are relative to the root; a dot is the
   * root.
   */
  private static final ImmutableMap<String, String> ALLOWED =
      ImmutableMap.<String, String>builder()
          // mmt-graph
          .put("graph.memory", "")
          .put("graph.ir", "graph.memory")
          .put("graph.device", "graph.ir graph.memory")
          .put("graph.kernel", "graph.device graph.ir graph.memory")
          .put("graph.rewrite", "graph.kernel graph.ir graph.memory")
          .put("graph", "graph.rewrite graph.kernel graph.device graph.ir graph.memory")
          // mmt-core, in the order of the paper
          .put("random", "")
          .put("words", "")
          .put("data", "")
          .put("config", "data")
          .put("io", "graph graph.memory")
          .put("nn", "graph")
          .put("caption", "nn graph graph.kernel")
          .put("similarity", "nn config io graph graph.kernel")
          .put("video", "similarity nn config data random graph")
          .put("loss", "")
          .put(
              ".",
              "loss video similarity caption nn io config data words random graph graph.kernel"
                  + " graph.device graph.memory")
          // the other libraries
          .put("onednn", "graph.device graph.ir graph.memory")
          .put("cuda", "graph.device graph.ir graph.memory")
          .put("text", "caption nn io words graph graph.kernel")
          .put("features", "io data words random graph")
          .put("extract", "features io data graph")
          .put("extract.audio", "extract data")
          .put("extract.image", "extract")
          .put("extract.subtitles", "extract io")
          .put("extract.ffmpeg", "extract extract.subtitles io graph")
          .put("extract.opencv", "extract data graph")
          .put("extract.tfjs", "io")
          .put("extract.onnx", "extract extract.tfjs extract.image extract.audio io graph")
          .put("extract.faces", "extract extract.onnx extract.tfjs extract.image")
          .put("extract.pose", "extract extract.onnx extract.tfjs data")
          .put("extract.voice", "extract extract.onnx data")
          .put(
              "extract.words",
              "extract extract.onnx extract.image extract.voice text words data io graph")
          .put("extract.objects", "extract extract.onnx extract.tfjs extract.words")
          .put("extract.visiontext", "extract extract.onnx extract.image caption nn io graph")
          .put("extract.zeroshot", "extract.objects extract.visiontext extract.words data")
          .put("search", ". similarity config data io graph")
          .put("train.evaluation", ". data io config")
          .put(
              "train",
              "train.evaluation . loss video caption nn io config data graph graph.kernel"
                  + " graph.device graph.ir graph.memory")
          .put("train.listener", "train train.evaluation")
          .put("train.report", "train train.evaluation . io")
          .put(
              "train.ablation",
              "train train.evaluation . caption config data words io graph graph.device")
          .buildOrThrow();

  /** Packages that are public only for other packages of their module. */
  private static final ImmutableSet<String> INTERNAL =
      ImmutableSet.of(
          "graph.ir", "graph.rewrite", "graph.kernel", "graph.memory", "extract.subtitles");

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .withImportOption(location -> !location.contains("/org/mmt4j/examples/"))
          .importPackages(ROOT);

  @Test
  void everyPackageHasAnEntry() {
    ImmutableSortedSet<String> found =
        CLASSES.stream()
            .map(type -> type.getPackageName())
            .filter(name -> !name.startsWith(ROOT + ".fixtures"))
            .collect(ImmutableSortedSet.toImmutableSortedSet(Comparator.naturalOrder()));
    ImmutableSortedSet<String> listed =
        ALLOWED.keySet().stream()
            .map(ArchitectureTest::fullName)
            .collect(ImmutableSortedSet.toImmutableSortedSet(Comparator.naturalOrder()));
    assertEquals(listed, found);
  }

  static ImmutableSet<String> packages() {
    return ALLOWED.keySet();
  }

  @ParameterizedTest
  @MethodSource("packages")
  void packageUsesOnlyAllowedPackages(String name) {
    String[] allowed =
        Stream.concat(
                Stream.of(name),
                Splitter.on(' ').omitEmptyStrings().splitToStream(ALLOWED.get(name)))
            .map(ArchitectureTest::fullName)
            .toArray(String[]::new);
    classes()
        .that()
        .resideInAPackage(fullName(name))
        .should()
        .onlyDependOnClassesThat(
            resideOutsideOfPackage(ROOT + "..").or(resideInAnyPackage(allowed)))
        .check(CLASSES);
  }

  @Test
  void packagesHaveNoCycles() {
    slices().matching(ROOT + ".(**)").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void onlyTheGraphModuleRunsSameDiffGraphs() {
    noClasses()
        .that()
        .resideOutsideOfPackage(ROOT + ".graph..")
        .should()
        .dependOnClassesThat(
            resideInAnyPackage(
                "org.nd4j.autodiff.samediff.internal..", "org.nd4j.autodiff.listeners.."))
        .orShould()
        .callMethodWhere(runsGraphs())
        .check(CLASSES);
  }

  @Test
  void publicSignaturesHaveOnlyTypesOfTheJdkAndOfTheField() {
    List<String> found =
        CLASSES.stream()
            .filter(ArchitectureTest::isPublicApi)
            .flatMap(type -> type.getCodeUnits().stream())
            .filter(unit -> isVisible(unit.getModifiers()))
            .filter(ArchitectureTest::hasTypesOfGuava)
            .map(JavaCodeUnit::getFullName)
            .sorted()
            .toList();
    assertEquals(List.of(), found);
  }

  private static boolean isPublicApi(JavaClass type) {
    boolean internal =
        INTERNAL.stream().map(ArchitectureTest::fullName).anyMatch(type.getPackageName()::equals);
    return !internal
        && isVisible(type.getModifiers())
        && type.getEnclosingClass().map(ArchitectureTest::isPublicApi).orElse(true);
  }

  private static boolean isVisible(Set<JavaModifier> modifiers) {
    return modifiers.contains(JavaModifier.PUBLIC) || modifiers.contains(JavaModifier.PROTECTED);
  }

  private static boolean hasTypesOfGuava(JavaCodeUnit unit) {
    return Stream.concat(Stream.of(unit.getReturnType()), unit.getParameterTypes().stream())
        .flatMap(type -> type.getAllInvolvedRawTypes().stream())
        .anyMatch(type -> type.getPackageName().startsWith("com.google.common"));
  }

  private static DescribedPredicate<JavaMethodCall> runsGraphs() {
    return target(
            owner(
                DescribedPredicate.describe(
                    "SameDiff", type -> type.isEquivalentTo(SameDiff.class))))
        .and(
            target(
                nameMatching(
                    "output|outputAll|batchOutput|outputSingle|fit|evaluate|calculateGradients.*"
                        + "|createGradFunction")))
        .forSubtype();
  }

  private static String fullName(String name) {
    return name.equals(".") ? ROOT : ROOT + "." + name;
  }
}
