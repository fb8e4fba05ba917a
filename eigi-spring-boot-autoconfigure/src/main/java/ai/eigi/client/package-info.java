/**
 * Client of eigi.ai: {@link ai.eigi.client.EigiOperations},
 * {@link ai.eigi.client.EigiManagementOperations} and, for programs without Spring Boot,
 * {@link ai.eigi.client.EigiClient}.
 */
@NullMarked
package ai.eigi.client;

import org.jspecify.annotations.NullMarked;
