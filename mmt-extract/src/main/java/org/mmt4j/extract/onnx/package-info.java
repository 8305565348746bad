/** Experts that are networks in ONNX files, run by ONNX Runtime; among them the paper's. */
@NullMarked
package org.mmt4j.extract.onnx;

import org.jspecify.annotations.NullMarked;
