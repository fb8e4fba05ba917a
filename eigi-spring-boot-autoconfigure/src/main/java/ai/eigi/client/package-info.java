/**
 * Client of eigi.ai: {@link ai.eigi.client.EigiOperations} and, for programs without
 * Spring\n * Boot, {@link ai.eigi.client.EigiClient}.
 */
@NullMarked
package ai.eigi.client;

import org.jspecify.annotations.NullMarked;
