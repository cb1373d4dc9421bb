/** The page of the HTTP API: Swagger UI, served by us, asking nobody else. */
import "swagger-ui-dist/swagger-ui.css";
import "./apidocs.css";
import SwaggerUI from "swagger-ui-dist/swagger-ui-es-bundle.js";

const root = document.getElementById("api-docs");
if (root !== null) {
  SwaggerUI({
    domNode: root,
    url: root.dataset.openapiUrl ?? "/openapi.json",
    deepLinking: true,
    // Null, or it would send the document to the validator of its makers.
    validatorUrl: null,
    queryConfigEnabled: false,
  });
}
