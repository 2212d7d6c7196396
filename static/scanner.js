// Reads the picture on a card with the camera, where the browser can; a scanner that types needs
// nothing of this. The code goes into the form and nowhere else.
"use strict";

(() => {
  const button = document.querySelector("[data-scan]");
  const picture = document.querySelector("[data-scan-picture]");
  const field = document.querySelector("input[name=code]");
  if (!button || !self.BarcodeDetector || !navigator.mediaDevices) return;
  button.hidden = false;

  async function scan() {
    const detector = new BarcodeDetector({ formats: ["qr_code"] });
    const stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
    picture.srcObject = stream;
    picture.hidden = false;
    await picture.play();
    try {
      for (let tries = 0; tries < 600; tries += 1) {
        const [found] = await detector.detect(picture);
        if (found) {
          field.value = found.rawValue;
          return field.form.requestSubmit();
        }
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    } finally {
      stream.getTracks().forEach((track) => track.stop());
      picture.hidden = true;
    }
  }

  button.addEventListener("click", () => scan().catch(() => { button.hidden = true; }));
})();
