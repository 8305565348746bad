/** Experts that are networks in ONNX files, run by ONNX Runtime, including those of the paper. */
@NullMarked
package org.mmt4j.extract.onnx;

import org.jspecify.annotations.NullMarked;
