import { klogComponent } from "../klog-component.ts";

export default klogComponent({
  name: "eks.api",
  stream: "kube-apiserver",
  description: "API server of an EKS cluster: klog text or JSON from the control-plane stream `kube-apiserver-…`.",
});
