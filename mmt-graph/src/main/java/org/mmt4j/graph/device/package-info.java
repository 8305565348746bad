/**
 * What runs compiled graphs: a device has runners that prepare steps, and on the CPU a library
 * computes their matrix products.
 *
 * <p>{@link org.mmt4j.graph.device.Device} and {@link org.mmt4j.graph.device.Precision} are for
 * applications. The rest is public only for modules of this project, and may change in any release.
 */
@NullMarked
package org.mmt4j.graph.device;

import org.jspecify.annotations.NullMarked;
