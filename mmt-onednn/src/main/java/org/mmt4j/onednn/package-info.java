/**
 * Matrix products by oneDNN. Nothing to call: with this module on the class path, compiled graphs
 * on the CPU use it.
 */
@NullMarked
package org.mmt4j.onednn;

import org.jspecify.annotations.NullMarked;
